#pragma once
#include "context.h"
#include "findings.h"

#include <mutex>
#include <string>

using Pointer = void *;

constexpr std::size_t MemoryBytes = std::size_t{8} << 30;
constexpr int MostThreads = 1024, SharedBytes = 49152;

inline std::uint64_t address(const void *memory) { return reinterpret_cast<std::uint64_t>(memory); }

/// The context of this thread, or null.
extern thread_local Context *current;

/// Does a call within the current context; a context that stopped at a fault answers with it, always.
template <class F> int within(const char *call, F body)
{
    if (!current) {
        report(std::string("context: ") + call + " on a thread that has no current context");
        return InvalidContext;
    }
    Context &context = *current;
    const std::lock_guard guard(context.lock);
    if (context.fault) return context.fault;
    const int status = body(context);
    return context.fault ? context.fault : status;
}

/// Reports a call that a captured step must not make.
void forbidInCapture(const Context &context, const char *call);
