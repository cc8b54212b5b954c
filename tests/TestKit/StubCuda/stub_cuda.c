// A CUDA driver without a GPU: it answers as one with an H200 would, copies memory, and runs nothing. Each call of interest is a line of the file $STUB_CUDA_TRACE.
// $STUB_CUDA_FAIL=CALL:n: the n-th call of that name in the trace fails: allocations for want of memory, all others as an illegal address does, after which
// everything fails. $STUB_CUDA_MEMORY=bytes: there is no more memory than that.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void *P;
typedef int R;

enum { SUCCESS = 0, OUT_OF_MEMORY = 2, ILLEGAL_ADDRESS = 700 };

static R faulty = SUCCESS;
static size_t used = 0;
static FILE *notes;

static long setting(const char *name, long otherwise) { const char *text = getenv(name); return text ? atol(text) : otherwise; }

static void note(const char *what, long value, int groups, int threads)
{
    const char *path = getenv("STUB_CUDA_TRACE");
    if (!notes && path) { notes = fopen(path, "a"); setvbuf(notes, NULL, _IOLBF, 0); }
    if (notes) fprintf(notes, "%s %ld %d %d\n", what, value, groups, threads);
}

// Whether this call is the one that shall fail.
static int fails(const char *what)
{
    static long calls = 0;
    const char *text = getenv("STUB_CUDA_FAIL");
    size_t length = strlen(what);
    return text && !strncmp(text, what, length) && text[length] == ':' && ++calls == atol(text + length + 1);
}

// Notes a call; an illegal address is found where it is asked for, and stays.
static R trace(const char *what, long value)
{
    if (fails(what)) faulty = ILLEGAL_ADDRESS;
    if (!faulty) note(what, value, 0, 0);
    return faulty;
}

R cuInit(int flags) { return SUCCESS; }
R cuDriverGetVersion(int *version) { *version = 13000; return SUCCESS; }
R cuDeviceGet(int *device, int ordinal) { *device = ordinal; return SUCCESS; }
R cuDeviceGetCount(int *count) { *count = 1; return SUCCESS; }
R cuDeviceGetName(char *name, int length, int device) { strncpy(name, "Stub H200", length); return SUCCESS; }
R cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = setting("STUB_CUDA_MEMORY", 141L << 30); return SUCCESS; }
R cuDeviceComputeCapability(int *major, int *minor, int device) { *major = 9; *minor = 0; return SUCCESS; }

R cuDeviceGetAttribute(int *value, int attribute, int device)
{
    switch (attribute) {
    case 1: case 2: case 3: *value = 1024; break; // threads a group
    case 4: *value = 64; break;
    case 5: *value = 2147483647; break;
    case 6: case 7: *value = 65535; break;
    case 8: *value = 49152; break; // shared memory a group
    case 10: *value = 32; break;   // lanes of a warp
    case 16: *value = 132; break;  // multiprocessors
    case 39: *value = 2048; break;
    case 75: *value = 9; break;
    case 76: *value = 0; break;
    case 81: *value = 233472; break;
    default: *value = 1; break;
    }
    return SUCCESS;
}

R cuCtxCreate_v2(P *context, int flags, int device) { *context = (P)1; return SUCCESS; }
R cuCtxDestroy_v2(P context) { return SUCCESS; }
R cuCtxSetCurrent(P context) { return SUCCESS; }
R cuCtxSynchronize(void) { return faulty; }
R cuCtxGetCacheConfig(int *config) { *config = 0; return SUCCESS; }
R cuCtxSetCacheConfig(int config) { return SUCCESS; }
R cuCtxGetSharedMemConfig(int *config) { *config = 0; return SUCCESS; }
R cuCtxSetSharedMemConfig(int config) { return SUCCESS; }
R cuDeviceCanAccessPeer(int *can, int a, int b) { *can = 0; return SUCCESS; }

R cuMemGetInfo_v2(size_t *available, size_t *total) { cuDeviceTotalMem_v2(total, 0); *available = *total - used; return SUCCESS; }

R cuMemAlloc_v2(P *memory, size_t bytes)
{
    size_t total;
    cuDeviceTotalMem_v2(&total, 0);
    if (faulty) return faulty;
    if (fails("alloc") || used + bytes > total) return OUT_OF_MEMORY;
    used += bytes;
    note("alloc", bytes, 0, 0);
    return posix_memalign(memory, 256, bytes) ? OUT_OF_MEMORY : (memset(*memory, 0, bytes), SUCCESS);
}

R cuMemFree_v2(P memory) { if (faulty) return faulty; free(memory); return SUCCESS; }
R cuMemAllocHost_v2(P *memory, size_t bytes)
{
    if (faulty) return faulty;
    if (fails("alloc_host")) return OUT_OF_MEMORY;
    note("alloc_host", bytes, 0, 0);
    *memory = malloc(bytes);
    return SUCCESS;
}

R cuMemFreeHost(P memory) { free(memory); return SUCCESS; }
R cuMemHostRegister_v2(P memory, size_t bytes, int flags) { return SUCCESS; }
R cuMemHostUnregister(P memory) { return SUCCESS; }
R cuMemcpyAsync(P target, P source, size_t bytes, P stream) { if (!trace("copy", bytes)) memcpy(target, source, bytes); return faulty; }
R cuMemsetD8Async(P memory, unsigned char value, size_t bytes, P stream) { memset(memory, value, bytes); return SUCCESS; }
R cuPointerGetAttribute(P value, int attribute, P memory) { return SUCCESS; }

R cuStreamCreate(P *stream, int flags) { static long next = 16; *stream = (P)next++; return SUCCESS; }
R cuStreamCreateWithPriority(P *stream, int flags, int priority) { return cuStreamCreate(stream, flags); }
R cuStreamDestroy_v2(P stream) { return SUCCESS; }
R cuStreamSynchronize(P stream) { return trace("synchronize", 0); }
R cuStreamWaitEvent(P stream, P event, unsigned flags) { return SUCCESS; }
R cuEventCreate(P *event, unsigned flags) { *event = (P)5; return SUCCESS; }
R cuEventRecord(P event, P stream) { return faulty; }
R cuEventSynchronize(P event) { return faulty; }
R cuEventDestroy_v2(P event) { return SUCCESS; }

R cuModuleLoadData(P *module, const char *text) { *module = (P)2; return trace("module", strlen(text)); }
R cuModuleLoadDataEx(P *module, const char *text, int count, P options, P values) { return cuModuleLoadData(module, text); }
R cuModuleUnload(P module) { return SUCCESS; }
R cuModuleGetFunction(P *function, P module, const char *name) { *function = (P)3; return SUCCESS; }
R cuFuncSetAttribute(P function, int attribute, int value) { return SUCCESS; }

static int capturing = 0;

R cuLaunchKernel(P function, int gx, int gy, int gz, int bx, int by, int bz, int shared, P stream, P arguments, P *extra)
{
    const char *what = capturing ? "capture" : "launch";
    if (fails(what)) faulty = ILLEGAL_ADDRESS;
    if (!faulty) note(what, *(size_t *)extra[3], gx * gy * gz, bx * by * bz); // the bytes of its arguments
    return faulty ? faulty : stream ? SUCCESS : ILLEGAL_ADDRESS;
}

R cuStreamBeginCapture_v2(P stream, int mode) { capturing = 1; return mode == 2 ? SUCCESS : 1; }
R cuStreamEndCapture(P stream, P *graph) { capturing = 0; *graph = (P)9; return SUCCESS; }
R cuGraphInstantiateWithFlags(P *executable, P graph, unsigned long long flags) { *executable = (P)10; return SUCCESS; }
R cuGraphDestroy(P graph) { return SUCCESS; }
R cuGraphExecDestroy(P executable) { return SUCCESS; }

R cuGraphLaunch(P executable, P stream) { return trace("graph", 0); }

R cuGetErrorString(int error, const char **text)
{
    *text = error == ILLEGAL_ADDRESS ? "an illegal memory access was encountered" : error == OUT_OF_MEMORY ? "out of memory" : "stub";
    return SUCCESS;
}
