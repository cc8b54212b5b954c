// A CUDA driver without a GPU: it answers as one with an H200 would, copies memory, and runs nothing. Each call of interest is a line of the file $STUB_CUDA_TRACE.
// $STUB_CUDA_FAIL=n: the n-th launch of a graph fails as an illegal address does. $STUB_CUDA_MEMORY=bytes: there is no more memory than that.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void *P;
typedef int R;

enum { SUCCESS = 0, OUT_OF_MEMORY = 2, ILLEGAL_ADDRESS = 700 };

static R faulty = SUCCESS;
static long graphs = 0;
static size_t used = 0;

static long setting(const char *name, long otherwise) { const char *text = getenv(name); return text ? atol(text) : otherwise; }

static void trace(const char *what, long value)
{
    static FILE *file;
    const char *path = getenv("STUB_CUDA_TRACE");
    if (!file && path) { file = fopen(path, "a"); setvbuf(file, NULL, _IOLBF, 0); }
    if (file) fprintf(file, "%s %ld\n", what, value);
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
    if (used + bytes > total) return OUT_OF_MEMORY;
    used += bytes;
    trace("alloc", bytes);
    return posix_memalign(memory, 256, bytes) ? OUT_OF_MEMORY : (memset(*memory, 0, bytes), SUCCESS);
}

R cuMemFree_v2(P memory) { if (faulty) return faulty; free(memory); return SUCCESS; }
R cuMemAllocHost_v2(P *memory, size_t bytes) { trace("alloc_host", bytes); *memory = malloc(bytes); return SUCCESS; }
R cuMemFreeHost(P memory) { free(memory); return SUCCESS; }
R cuMemHostRegister_v2(P memory, size_t bytes, int flags) { return SUCCESS; }
R cuMemHostUnregister(P memory) { return SUCCESS; }
R cuMemcpyAsync(P target, P source, size_t bytes, P stream) { if (faulty) return faulty; trace("copy", bytes); memcpy(target, source, bytes); return SUCCESS; }
R cuMemsetD8Async(P memory, unsigned char value, size_t bytes, P stream) { memset(memory, value, bytes); return SUCCESS; }
R cuPointerGetAttribute(P value, int attribute, P memory) { return SUCCESS; }

R cuStreamCreate(P *stream, int flags) { static long next = 16; *stream = (P)next++; return SUCCESS; }
R cuStreamCreateWithPriority(P *stream, int flags, int priority) { return cuStreamCreate(stream, flags); }
R cuStreamDestroy_v2(P stream) { return SUCCESS; }
R cuStreamSynchronize(P stream) { trace("synchronize", 0); return faulty; }
R cuStreamWaitEvent(P stream, P event, unsigned flags) { return SUCCESS; }
R cuEventCreate(P *event, unsigned flags) { *event = (P)5; return SUCCESS; }
R cuEventRecord(P event, P stream) { return faulty; }
R cuEventSynchronize(P event) { return faulty; }
R cuEventDestroy_v2(P event) { return SUCCESS; }

R cuModuleLoadData(P *module, const char *text) { trace("module", strlen(text)); *module = (P)2; return SUCCESS; }
R cuModuleLoadDataEx(P *module, const char *text, int count, P options, P values) { return cuModuleLoadData(module, text); }
R cuModuleUnload(P module) { return SUCCESS; }
R cuModuleGetFunction(P *function, P module, const char *name) { *function = (P)3; return SUCCESS; }
R cuFuncSetAttribute(P function, int attribute, int value) { return SUCCESS; }

static int capturing = 0;

R cuLaunchKernel(P function, int gx, int gy, int gz, int bx, int by, int bz, int shared, P stream, P arguments, P *extra)
{
    if (faulty) return faulty;
    trace(capturing ? "capture" : "launch", *(size_t *)extra[3]); // the bytes of its arguments
    return stream ? SUCCESS : ILLEGAL_ADDRESS;
}

R cuStreamBeginCapture_v2(P stream, int mode) { capturing = 1; return mode == 2 ? SUCCESS : 1; }
R cuStreamEndCapture(P stream, P *graph) { capturing = 0; *graph = (P)9; return SUCCESS; }
R cuGraphInstantiateWithFlags(P *executable, P graph, unsigned long long flags) { *executable = (P)10; return SUCCESS; }
R cuGraphDestroy(P graph) { return SUCCESS; }
R cuGraphExecDestroy(P executable) { return SUCCESS; }

R cuGraphLaunch(P executable, P stream)
{
    if (++graphs == setting("STUB_CUDA_FAIL", -1)) faulty = ILLEGAL_ADDRESS;
    if (!faulty) trace("graph", graphs);
    return faulty;
}

R cuGetErrorString(int error, const char **text)
{
    *text = error == ILLEGAL_ADDRESS ? "an illegal memory access was encountered" : error == OUT_OF_MEMORY ? "out of memory" : "stub";
    return SUCCESS;
}
