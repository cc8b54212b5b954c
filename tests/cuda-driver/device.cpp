// The driver's functions for devices, contexts and memory, under their names in libcuda, as far as ILGPU and this engine call them.
#include "driver.h"
#include "instruction.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

thread_local Context *current = nullptr;

void forbidInCapture(const Context &context, const char *call)
{
    if (context.isCapturing()) report(std::string("capture: ") + call + " while a stream is captured");
}

namespace
{
int copy(Context &context, Stream *stream, Pointer target, const void *source, std::size_t bytes)
{
    if (!stream) {
        report("stream: a copy on the legacy stream");
        return InvalidValue;
    }
    const bool toDevice = context.memory.find(address(target), bytes), fromDevice = context.memory.find(address(source), bytes);
    if (!toDevice && context.memory.find(address(target), 1)) report("bounds: a copy writes past the end of its memory");
    if (!fromDevice && context.memory.find(address(source), 1)) report("bounds: a copy reads past the end of its memory");
    if (stream->isCapturing) report("capture: a copy while its stream is captured");
    if (!toDevice && !context.isPageLocked(address(target), bytes)) {
        // Into memory that pages may leave: the host waits.
        if (stream->isCapturing) return CaptureUnsupported;
        stream->drain();
        std::memcpy(target, source, bytes);
        return Success;
    }
    if (!fromDevice && !context.isPageLocked(address(source), bytes)) {
        const auto *first = static_cast<const std::byte *>(source);
        stream->submit([&context, target, data = std::vector(first, first + bytes)] {
            std::memcpy(target, data.data(), data.size());
            context.memory.markWritten(address(target), data.size());
        });
        return Success;
    }
    stream->submit([&context, target, source, bytes] {
        std::memcpy(target, source, bytes);
        context.memory.markWritten(address(target), bytes);
    });
    return Success;
}
} // namespace

extern "C" {
int cuInit(unsigned) { return Success; }
int cuDriverGetVersion(int *version)
{
    *version = 13000;
    return Success;
}
int cuDeviceGet(int *device, int ordinal)
{
    *device = ordinal;
    return Success;
}
int cuDeviceGetCount(int *count)
{
    *count = 1;
    return Success;
}
int cuDeviceGetName(char *name, int length, int)
{
    std::snprintf(name, static_cast<std::size_t>(length), "emulated GPU");
    return Success;
}
int cuDeviceTotalMem_v2(std::size_t *bytes, int)
{
    *bytes = MemoryBytes;
    return Success;
}
int cuDeviceComputeCapability(int *major, int *minor, int)
{
    *major = 9;
    *minor = 0;
    return Success;
}
int cuDeviceCanAccessPeer(int *can, int, int)
{
    *can = 0;
    return Success;
}

int cuDeviceGetAttribute(int *value, int attribute, int)
{
    switch (attribute) {
    case 1:
    case 2:
    case 3: *value = MostThreads; break;
    case 4: *value = 64; break;         // constant memory
    case 5: *value = 2147483647; break; // groups
    case 6:
    case 7: *value = 65535; break;
    case 8: *value = SharedBytes; break;
    case 10: *value = Lanes; break;
    case 16: *value = 132; break;  // multiprocessors
    case 39: *value = 2048; break; // threads of one
    case 75: *value = 9; break;    // compute capability
    case 76: *value = 0; break;
    case 81: *value = 233472; break; // shared memory of a multiprocessor
    default: *value = 1; break;
    }
    return Success;
}

int cuCtxCreate_v2(Pointer *context, unsigned, int)
{
    *context = current = new Context;
    return Success;
}
int cuCtxSetCurrent(Pointer context)
{
    current = static_cast<Context *>(context);
    return Success;
}
int cuCtxGetCacheConfig(int *config)
{
    *config = 0;
    return Success;
}
int cuCtxSetCacheConfig(int) { return Success; }
int cuCtxGetSharedMemConfig(int *config)
{
    *config = 0;
    return Success;
}
int cuCtxSetSharedMemConfig(int) { return Success; }

// A line of the file $CUDA_DRIVER_LOG tells what ran. Kernels of modules live on: their instructions may be asked for by graphs.
int cuCtxDestroy_v2(Pointer context)
{
    const auto *ended = static_cast<Context *>(context);
    if (const char *path = std::getenv("CUDA_DRIVER_LOG")) {
        if (FILE *file = std::fopen(path, "a")) {
            std::fprintf(file, "%u launches, %llu instructions of warps\n", ended->launches, static_cast<unsigned long long>(ended->steps));
            std::fclose(file);
        }
    }
    if (current == ended) current = nullptr;
    delete ended;
    return Success;
}

int cuCtxSynchronize()
{
    return within("cuCtxSynchronize", [](Context &context) {
        context.drain();
        return Success;
    });
}

int cuMemGetInfo_v2(std::size_t *available, std::size_t *total)
{
    return within("cuMemGetInfo", [=](Context &context) {
        *total = MemoryBytes;
        *available = MemoryBytes - context.memory.used();
        return Success;
    });
}

int cuMemAlloc_v2(Pointer *memory, std::size_t bytes)
{
    return within("cuMemAlloc", [=](Context &context) -> int {
        forbidInCapture(context, "memory is allocated");
        if (context.memory.used() + bytes > MemoryBytes) return OutOfMemory;
        *memory = context.memory.allocate(bytes).memory;
        return Success;
    });
}

int cuMemFree_v2(Pointer memory)
{
    return within("cuMemFree", [=](Context &context) -> int {
        forbidInCapture(context, "memory is freed");
        context.drain();
        if (context.memory.free(address(memory))) return Success;
        report("memory: what is freed was not allocated");
        return InvalidValue;
    });
}

int cuMemAllocHost_v2(Pointer *memory, std::size_t bytes)
{
    return within("cuMemAllocHost", [=](Context &context) -> int {
        forbidInCapture(context, "page-locked memory is allocated");
        if (!(*memory = std::malloc(bytes))) return OutOfMemory;
        std::memset(*memory, 0xFF, bytes);
        context.pageLocked[address(*memory)] = bytes;
        return Success;
    });
}

int cuMemFreeHost(Pointer memory)
{
    return within("cuMemFreeHost", [=](Context &context) {
        context.drain();
        context.pageLocked.erase(address(memory));
        std::free(memory);
        return Success;
    });
}

int cuMemHostRegister_v2(Pointer memory, std::size_t bytes, unsigned)
{
    return within("cuMemHostRegister", [=](Context &context) {
        context.pageLocked[address(memory)] = bytes;
        return Success;
    });
}

int cuMemHostUnregister(Pointer memory)
{
    return within("cuMemHostUnregister", [=](Context &context) {
        context.pageLocked.erase(address(memory));
        return Success;
    });
}

int cuMemcpyAsync(Pointer target, Pointer source, std::size_t bytes, Pointer stream)
{
    return within("cuMemcpyAsync", [=](Context &context) { return copy(context, static_cast<Stream *>(stream), target, source, bytes); });
}

int cuMemsetD8Async(Pointer memory, unsigned char value, std::size_t bytes, Pointer stream)
{
    return within("cuMemsetD8Async", [=](Context &context) -> int {
        if (!stream || !context.memory.find(address(memory), bytes)) {
            report("bounds: memory is set on the legacy stream or outside of what was allocated");
            return InvalidValue;
        }
        static_cast<Stream *>(stream)->submit([=, &context] {
            std::memset(memory, value, bytes);
            context.memory.markWritten(address(memory), bytes);
        });
        return Success;
    });
}

int cuPointerGetAttribute(Pointer, int, Pointer) { return Success; }
}
