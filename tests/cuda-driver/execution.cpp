// The driver's functions for streams, graphs, modules and launches, under their names in libcuda.
#include "driver.h"
#include "group.h"
#include "parser.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

using Graph = std::vector<Work>;

namespace
{
constexpr int RelaxedCapture = 2, ErrorLogOption = 5, ErrorLogSizeOption = 6;

/// The text with one substitution, by $CUDA_DRIVER_REPLACE=old=>new: for tests of what this driver finds.
std::string sabotaged(std::string text)
{
    const char *rule = std::getenv("CUDA_DRIVER_REPLACE");
    const char *arrow = rule ? std::strstr(rule, "=>") : nullptr;
    if (!arrow) return text;
    const std::string old(rule, arrow), replacement(arrow + 2);
    for (std::size_t at = 0; (at = text.find(old, at)) != std::string::npos; at += replacement.size())
        text.replace(at, old.size(), replacement);
    return text;
}

/// @param log Is given what was not understood, or null.
int load(Pointer *module, const char *text, char *log, std::size_t logBytes)
{
    return within("cuModuleLoadData", [&](Context &context) -> int {
        forbidInCapture(context, "a module is loaded");
        try {
            *module = new Kernels(parse(sabotaged(text)));
            return Success;
        } catch (const std::runtime_error &e) {
            if (log && logBytes) std::snprintf(log, logBytes, "ptxas application ptx input: error: %s", e.what());
            report(std::string("PTX is not understood: ") + e.what());
            return InvalidPtx;
        }
    });
}

void execute(Context &context, const Kernel &kernel, int groups, int threads, const std::vector<std::byte> &arguments)
{
    if (context.fault) return;
    Launch launch{kernel, groups, threads, arguments, Views(context.memory, arguments), ++context.launches};
    try {
        launch.run();
    } catch (const Fault &fault) {
        report(fault.what());
        context.fault = IllegalAddress;
    }
    context.steps += launch.steps;
}

int launch(Context &context, const Kernel &kernel, Stream *stream, std::array<int, 6> sizes, const std::byte *arguments, std::size_t bytes)
{
    const auto [groups, groupsDown, groupsDeep, threads, threadsDown, threadsDeep] = sizes;
    const auto refuse = [&](const std::string &what) {
        report("launch: " + what + ", of " + kernel.name);
        return InvalidValue;
    };
    if (!stream) return refuse("on the legacy stream");
    if (bytes != static_cast<std::size_t>(kernel.parameterBytes))
        return refuse(std::to_string(bytes) + " bytes of arguments where the PTX has " + std::to_string(kernel.parameterBytes));
    if (groupsDown != 1 || groupsDeep != 1 || threadsDown != 1 || threadsDeep != 1) return refuse("in more than one dimension");
    if (groups < 1 || threads < 1 || threads > MostThreads)
        return refuse(std::to_string(groups) + " groups of " + std::to_string(threads) + " threads");
    if (kernel.mostThreads && threads > kernel.mostThreads) return refuse("more threads a group than its .maxntid");
    if (kernel.sharedBytes > SharedBytes) return refuse("more shared memory than a group can have");
    stream->submit([&context, &kernel, groups, threads, data = std::vector(arguments, arguments + bytes)] {
        execute(context, kernel, groups, threads, data);
    });
    return Success;
}
} // namespace

extern "C" {
int cuStreamCreate(Pointer *stream, unsigned)
{
    return within("cuStreamCreate", [=](Context &context) {
        auto *created = new Stream(context);
        context.streams.insert(created);
        *stream = created;
        return Success;
    });
}

int cuStreamCreateWithPriority(Pointer *stream, unsigned flags, int) { return cuStreamCreate(stream, flags); }

int cuStreamDestroy_v2(Pointer stream)
{
    return within("cuStreamDestroy", [=](Context &context) {
        auto *ended = static_cast<Stream *>(stream);
        ended->drain();
        context.streams.erase(ended);
        delete ended;
        return Success;
    });
}

int cuStreamSynchronize(Pointer stream)
{
    return within("cuStreamSynchronize", [=](Context &context) -> int {
        forbidInCapture(context, "the host waits for a stream");
        auto *waited = static_cast<Stream *>(stream);
        if (waited && waited->isCapturing) {
            waited->isInvalid = true;
            return CaptureUnsupported;
        }
        waited ? waited->drain() : context.drain();
        return Success;
    });
}

int cuEventCreate(Pointer *event, unsigned)
{
    *event = new Event;
    return Success;
}
int cuEventDestroy_v2(Pointer event)
{
    delete static_cast<Event *>(event);
    return Success;
}
int cuEventElapsedTime(float *milliseconds, Pointer, Pointer)
{
    *milliseconds = 1;
    return Success;
}

int cuEventRecord(Pointer event, Pointer stream)
{
    return within("cuEventRecord", [=](Context &) {
        auto *recorded = static_cast<Stream *>(stream);
        if (recorded->isCapturing) report("capture: an event is recorded while its stream is captured");
        *static_cast<Event *>(event) = {recorded, recorded->submitted};
        return Success;
    });
}

int cuEventSynchronize(Pointer event)
{
    return within("cuEventSynchronize", [=](Context &context) {
        forbidInCapture(context, "the host waits for an event");
        const auto *waited = static_cast<Event *>(event);
        if (waited->stream) waited->stream->drain(waited->at);
        return Success;
    });
}

int cuEventQuery(Pointer event) { return cuEventSynchronize(event); }

int cuStreamWaitEvent(Pointer stream, Pointer event, unsigned)
{
    return within("cuStreamWaitEvent", [=](Context &) -> int {
        auto *waiting = static_cast<Stream *>(stream);
        const Event awaited = *static_cast<Event *>(event);
        if (waiting->isCapturing) {
            report("capture: a stream that is captured waits for an event of outside");
            return CaptureIsolation;
        }
        if (awaited.stream) waiting->submit([awaited] { awaited.stream->drain(awaited.at); });
        return Success;
    });
}

int cuModuleLoadData(Pointer *module, const char *text) { return load(module, text, nullptr, 0); }

int cuModuleLoadDataEx(Pointer *module, const char *text, unsigned count, const int *options, Pointer *values)
{
    char *log = nullptr;
    std::size_t bytes = 0;
    for (unsigned i = 0; i < count; i++) {
        if (options[i] == ErrorLogOption) log = static_cast<char *>(values[i]);
        if (options[i] == ErrorLogSizeOption) bytes = address(values[i]);
    }
    return load(module, text, log, bytes);
}

int cuModuleUnload(Pointer) { return Success; }

int cuModuleGetFunction(Pointer *function, Pointer module, const char *name)
{
    const auto &kernels = *static_cast<Kernels *>(module);
    const auto found = kernels.find(name);
    if (found == kernels.end()) return NotFound;
    *function = found->second.get();
    return Success;
}

int cuFuncSetAttribute(Pointer, int, int) { return Success; }
int cuOccupancyMaxActiveBlocksPerMultiprocessor(int *groups, Pointer, int, std::size_t)
{
    *groups = 1;
    return Success;
}
int cuOccupancyMaxPotentialBlockSize(int *groups, int *threads, Pointer, Pointer, std::size_t, int)
{
    *groups = 132;
    *threads = 256;
    return Success;
}

int cuLaunchKernel(Pointer function, int gx, int gy, int gz, int bx, int by, int bz, unsigned, Pointer stream, Pointer *, Pointer *extra)
{
    return within("cuLaunchKernel", [=](Context &context) {
        // Pairs of a key and a value: the arguments, the address of their size.
        const std::size_t bytes = *static_cast<std::size_t *>(extra[3]);
        return launch(context, *static_cast<Kernel *>(function), static_cast<Stream *>(stream), {gx, gy, gz, bx, by, bz},
                      static_cast<std::byte *>(extra[1]), bytes);
    });
}

int cuStreamBeginCapture_v2(Pointer stream, int mode)
{
    return within("cuStreamBeginCapture", [=](Context &) {
        auto *captured = static_cast<Stream *>(stream);
        if (mode != RelaxedCapture) report("capture: it is not relaxed, so that finalizers of other threads can spoil it");
        captured->isCapturing = true;
        captured->isInvalid = false;
        captured->graph.clear();
        return Success;
    });
}

int cuStreamEndCapture(Pointer stream, Pointer *graph)
{
    return within("cuStreamEndCapture", [=](Context &) -> int {
        auto *captured = static_cast<Stream *>(stream);
        captured->isCapturing = false;
        *graph = captured->isInvalid ? nullptr : new Graph(std::move(captured->graph));
        return captured->isInvalid ? CaptureInvalidated : Success;
    });
}

int cuGraphInstantiateWithFlags(Pointer *executable, Pointer graph, unsigned long long)
{
    *executable = new Graph(*static_cast<Graph *>(graph));
    return Success;
}
int cuGraphDestroy(Pointer graph)
{
    delete static_cast<Graph *>(graph);
    return Success;
}
int cuGraphExecDestroy(Pointer executable)
{
    delete static_cast<Graph *>(executable);
    return Success;
}

int cuGraphLaunch(Pointer executable, Pointer stream)
{
    return within("cuGraphLaunch", [=](Context &) {
        for (const Work &work : *static_cast<Graph *>(executable))
            static_cast<Stream *>(stream)->submit(work);
        return Success;
    });
}

int cuGetErrorString(int status, const char **text)
{
    switch (status) {
    case OutOfMemory: *text = "out of memory"; break;
    case InvalidContext: *text = "invalid device context"; break;
    case InvalidPtx: *text = "a PTX JIT compilation failed"; break;
    case IllegalAddress: *text = "an illegal memory access was encountered"; break;
    case CaptureUnsupported: *text = "operation not permitted when stream is capturing"; break;
    default: *text = "emulated error"; break;
    }
    return Success;
}
}
