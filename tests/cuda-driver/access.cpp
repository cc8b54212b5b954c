// Instructions that move memory.
#include "findings.h"
#include "group.h"
#include "operations.h"

#include <algorithm>
#include <cstring>

namespace
{
constexpr int Most = 16;

std::uint64_t addressOf(Warp &warp, const Instruction &i, int operand, int lane)
{
    const auto index = static_cast<std::size_t>(operand);
    return warp.lanes<std::uint64_t>(i.from[index])[lane] + static_cast<std::uint64_t>(i.offset[index]);
}

[[noreturn]] void fail(const Warp &warp, const Instruction &i, int lane, const std::string &what)
{
    throw Fault(what + ", by thread " + std::to_string(warp.thread(lane)) + " of group " + std::to_string(warp.group.index) +
                warp.group.place(i));
}

std::uint64_t sharedOffset(Warp &warp, const Instruction &i, int operand, int lane, int bytes)
{
    const std::uint64_t offset = addressOf(warp, i, operand, lane) - SharedWindow, size = warp.group.shared.size();
    if (offset > size || offset + static_cast<std::uint64_t>(bytes) > size)
        fail(warp, i, lane,
             "bounds: shared memory is accessed at " + std::to_string(static_cast<std::int64_t>(offset)) + " of " + std::to_string(size) +
                 " bytes");
    if (offset % static_cast<std::uint64_t>(bytes))
        fail(warp, i, lane, "alignment: " + std::to_string(bytes) + " bytes of shared memory at " + std::to_string(offset));
    return offset;
}

// The shadows of global memory that an access may touch.
struct Shadow {
    Stamp *writers, *readers;
    int words;
};

Shadow shadowOf(Warp &warp, const Instruction &i, std::uint64_t address, int bytes, int lane)
{
    if (address % static_cast<std::uint64_t>(bytes))
        fail(warp, i, lane, "alignment: " + std::to_string(bytes) + " bytes of global memory at an address that is no multiple of them");
    const auto *view = warp.group.launch.views.find(address, static_cast<std::uint64_t>(bytes));
    if (!view)
        fail(warp, i, lane, "bounds: " + std::to_string(bytes) + " bytes of global memory outside of every view that the launch was given");
    const std::uint64_t word = (address - view->memory->start()) / 4;
    return {view->memory->writers + word, view->memory->readers + word, (bytes + 3) / 4};
}

Stamp stampOf(const Group &group) { return (static_cast<Stamp>(group.launch.number) << 32) | static_cast<Stamp>(group.index + 1); }

bool isOfAnotherGroup(Stamp stamp, Stamp mine) { return stamp != mine && stamp >> 32 == mine >> 32; }

void noteGlobalRead(Warp &warp, const Instruction &i, std::uint64_t address, int bytes, int lane)
{
    const Shadow shadow = shadowOf(warp, i, address, bytes, lane);
    const Stamp mine = stampOf(warp.group);
    for (int k = 0; k < shadow.words; k++) {
        if (shadow.writers[k] == 0) report("unwritten: global memory is read that nobody wrote" + warp.group.place(i));
        if (isOfAnotherGroup(shadow.writers[k], mine))
            report("race: global memory is read that another group of the launch writes" + warp.group.place(i));
        shadow.readers[k] = isOfAnotherGroup(shadow.readers[k], mine) ? mine | ManyGroups : mine;
    }
}

void noteGlobalWrite(Warp &warp, const Instruction &i, std::uint64_t address, int bytes, int lane)
{
    const Shadow shadow = shadowOf(warp, i, address, bytes, lane);
    const Stamp mine = stampOf(warp.group);
    for (int k = 0; k < shadow.words; k++) {
        if (isOfAnotherGroup(shadow.writers[k], mine))
            report("race: two groups of a launch write the same global memory" + warp.group.place(i));
        if (isOfAnotherGroup(shadow.readers[k], mine))
            report("race: global memory is written that another group of the launch reads" + warp.group.place(i));
        shadow.writers[k] = mine;
    }
}

template <class T> void load(Warp &warp, const Instruction &i, int lane, const void *from)
{
    for (std::size_t k = 0; k < i.count; k++)
        std::memcpy(warp.lanes<T>(i.to[k]) + lane, static_cast<const std::byte *>(from) + k * sizeof(T), sizeof(T));
}

template <class T> void store(Warp &warp, const Instruction &i, int lane, void *to)
{
    for (std::size_t k = 0; k < i.count; k++)
        std::memcpy(static_cast<std::byte *>(to) + k * sizeof(T), warp.lanes<T>(i.from[k + 1]) + lane, sizeof(T));
}

void loadAny(Warp &warp, const Instruction &i, int lane, const void *from)
{
    i.width == 8 ? load<std::uint64_t>(warp, i, lane, from) : load<std::uint32_t>(warp, i, lane, from);
}

void storeAny(Warp &warp, const Instruction &i, int lane, void *to)
{
    i.width == 8 ? store<std::uint64_t>(warp, i, lane, to) : store<std::uint32_t>(warp, i, lane, to);
}
} // namespace

void loadParameter(Warp &warp, const Instruction &i)
{
    std::array<std::byte, 8> value{};
    std::memcpy(value.data(), warp.group.launch.arguments.data() + i.offset[0], i.width);
    warp.each([&](int lane) { loadAny(warp, i, lane, value.data()); });
}

void loadShared(Warp &warp, const Instruction &i)
{
    const int bytes = i.width * i.count;
    warp.each([&](int lane) {
        const std::uint64_t offset = sharedOffset(warp, i, 0, lane, bytes);
        warp.group.noteSharedRead(offset, bytes, warp.thread(lane), i);
        loadAny(warp, i, lane, warp.group.shared.data() + offset);
    });
}

void storeShared(Warp &warp, const Instruction &i)
{
    const int bytes = i.width * i.count;
    warp.each([&](int lane) {
        const std::uint64_t offset = sharedOffset(warp, i, 0, lane, bytes);
        warp.group.noteSharedWrite(offset, bytes, warp.thread(lane), i, false);
        storeAny(warp, i, lane, warp.group.shared.data() + offset);
    });
}

void loadGlobal(Warp &warp, const Instruction &i)
{
    warp.each([&](int lane) {
        const std::uint64_t address = addressOf(warp, i, 0, lane);
        noteGlobalRead(warp, i, address, i.width * i.count, lane);
        loadAny(warp, i, lane, reinterpret_cast<const void *>(address));
    });
}

void storeGlobal(Warp &warp, const Instruction &i)
{
    warp.each([&](int lane) {
        const std::uint64_t address = addressOf(warp, i, 0, lane);
        noteGlobalWrite(warp, i, address, i.width * i.count, lane);
        storeAny(warp, i, lane, reinterpret_cast<void *>(address));
    });
}

// Operands: target in shared memory, source in global memory, bytes to read; the rest of the width is zeros. Until it is waited for the
// target holds NaN.
void copyAsync(Warp &warp, const Instruction &i)
{
    warp.each([&](int lane) {
        const std::uint64_t target = sharedOffset(warp, i, 0, lane, i.width), source = addressOf(warp, i, 1, lane);
        const std::uint32_t bytes = warp.lanes<std::uint32_t>(i.from[2])[lane];
        if (source % i.width)
            fail(warp, i, lane,
                 "alignment: an asynchronous copy of " + std::to_string(i.width) + " bytes from an address that is no multiple of them");
        if (bytes > i.width)
            fail(warp, i, lane, "bounds: an asynchronous copy reads " + std::to_string(bytes) + " bytes of " + std::to_string(i.width));
        PendingCopy copy{target, lane, warp.batches[static_cast<std::size_t>(lane)], i.width, {}};
        for (std::uint32_t k = 0; k < bytes; k += 4)
            noteGlobalRead(warp, i, source + k, static_cast<int>(std::min(bytes - k, 4u)), lane);
        if (bytes) std::memcpy(copy.data.data(), reinterpret_cast<const void *>(source), bytes);
        warp.group.noteSharedWrite(target, i.width, warp.thread(lane), i, true);
        std::memset(warp.group.shared.data() + target, 0xFF, i.width);
        warp.copies.push_back(copy);
    });
}

void commitCopies(Warp &warp, const Instruction &)
{
    warp.each([&](int lane) { warp.batches[static_cast<std::size_t>(lane)]++; });
}

void awaitCopies(Warp &warp, const Instruction &i)
{
    Group &group = warp.group;
    const auto isOver = [&](const PendingCopy &copy) {
        return (warp.active >> copy.lane & 1) &&
               copy.batch < warp.batches[static_cast<std::size_t>(copy.lane)] - static_cast<int>(i.offset[0]);
    };
    for (const PendingCopy &copy : warp.copies) {
        if (!isOver(copy)) continue;
        std::memcpy(group.shared.data() + copy.target, copy.data.data(), copy.bytes);
        for (std::uint64_t k = copy.target / 4; k * 4 < copy.target + copy.bytes; k++)
            group.words[k].written = group.interval;
    }
    std::erase_if(warp.copies, isOver);
}
