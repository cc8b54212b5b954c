#pragma once
#include "memory.h"

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

/// The results of calls that this driver knows.
enum Status : int {
    Success = 0,
    InvalidValue = 1,
    OutOfMemory = 2,
    InvalidContext = 201,
    InvalidPtx = 218,
    NotFound = 500,
    IllegalAddress = 700,
    CaptureUnsupported = 900,
    CaptureInvalidated = 901,
    CaptureIsolation = 905,
};

struct Stream;
using Work = std::function<void()>;

/// The state of a device that a program opened. Its calls come one at a time; contexts work side by side.
struct Context {
    std::recursive_mutex lock;
    DeviceMemory memory;
    std::map<std::uint64_t, std::uint64_t> pageLocked;
    std::set<Stream *> streams;
    Status fault = Success;
    std::uint32_t launches = 0;
    std::uint64_t steps = 0;

    bool isPageLocked(std::uint64_t address, std::uint64_t bytes) const;
    bool isCapturing() const;
    void drain() const;
};

/// Work in order. It is done as late as the rules allow: when somebody waits for it.
struct Stream {
    explicit Stream(Context &of) : context(of) {}

    void submit(Work work);
    void drain(long upTo);
    void drain() { drain(submitted); }

    Context &context;
    long submitted = 0, done = 0;
    bool isCapturing = false, isInvalid = false;
    std::vector<Work> graph;

private:
    std::deque<std::pair<long, Work>> queue;
};

/// A point of a stream.
struct Event {
    Stream *stream = nullptr;
    long at = 0;
};
