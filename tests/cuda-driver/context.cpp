#include "context.h"

bool Context::isPageLocked(std::uint64_t address, std::uint64_t bytes) const
{
    const auto next = pageLocked.upper_bound(address);
    return next != pageLocked.begin() && address + bytes <= std::prev(next)->first + std::prev(next)->second;
}

bool Context::isCapturing() const
{
    for (const Stream *stream : streams)
        if (stream->isCapturing) return true;
    return false;
}

void Context::drain() const
{
    for (Stream *stream : streams)
        stream->drain();
}

void Stream::submit(Work work)
{
    if (isCapturing)
        graph.push_back(std::move(work));
    else
        queue.emplace_back(++submitted, std::move(work));
}

void Stream::drain(long upTo)
{
    while (done < upTo && !queue.empty()) {
        const auto [number, work] = std::move(queue.front());
        queue.pop_front();
        work();
        done = number;
    }
}
