#include "group.h"

#include "findings.h"

#include <bit>
#include <cstring>

namespace
{
std::uint32_t valueOf(Special special, const Group &group, int thread)
{
    switch (special) {
    case Special::Thread: return static_cast<std::uint32_t>(thread);
    case Special::Group: return static_cast<std::uint32_t>(group.index);
    case Special::Threads: return static_cast<std::uint32_t>(group.launch.threads);
    case Special::Groups: return static_cast<std::uint32_t>(group.launch.groups);
    case Special::Lane: return static_cast<std::uint32_t>(thread % Lanes);
    case Special::Zero: return 0;
    case Special::One: return 1;
    }
    return 0;
}
} // namespace

void Launch::run()
{
    for (int i = 0; i < groups; i++)
        Group(*this, i).run();
}

Group::Group(Launch &of, int number)
    : launch(of), index(number), shared(static_cast<std::size_t>(of.kernel.sharedBytes), std::byte{0xFF}), words((shared.size() + 3) / 4)
{
    const int count = (launch.threads + Lanes - 1) / Lanes;
    warps.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; i++)
        warps.emplace_back(*this, i);
}

void Group::run()
{
    while (true) {
        int waiting = 0, alive = 0;
        for (Warp &warp : warps) {
            warp.run();
            waiting += std::popcount(warp.waiting);
            alive += std::popcount(warp.alive);
        }
        if (alive == 0) return;
        if (waiting != launch.threads)
            throw Fault("barrier: some threads of a group have ended and never reach it, in " + launch.kernel.name);
        for (Warp &warp : warps) {
            for (int lane = 1; lane < Lanes; lane++)
                if ((warp.alive >> lane & 1) && warp.barrier[static_cast<std::size_t>(lane)] != warp.barrier[0])
                    report("divergence: lanes of a warp wait at different barriers in " + launch.kernel.name);
            warp.waiting = 0;
        }
        interval++;
    }
}

std::string Group::place(const Instruction &instruction) const
{
    return " at `" + launch.kernel.statements[static_cast<std::size_t>(instruction.statement)] + "`, statement " +
           std::to_string(instruction.statement) + " of " + launch.kernel.name + " with " + std::to_string(launch.threads) +
           " threads a group";
}

void Group::noteSharedRead(std::uint64_t offset, int bytes, int thread, const Instruction &instruction)
{
    const auto me = static_cast<std::uint32_t>(thread);
    for (std::uint64_t k = offset / 4; k * 4 < offset + static_cast<std::uint64_t>(bytes); k++) {
        SharedWord &word = words[k];
        if (word.written == SharedWord::Pending)
            report("race: shared memory is read that an asynchronous copy still writes" + place(instruction));
        else if (word.written == 0)
            report("unwritten: shared memory is read that nobody wrote" + place(instruction));
        else if (word.written == interval && word.writer != me)
            report("race: shared memory is read that another thread writes between the same barriers" + place(instruction));
        word.reader = word.read == interval && word.reader != me ? SharedWord::Many : me;
        word.read = interval;
    }
}

void Group::noteSharedWrite(std::uint64_t offset, int bytes, int thread, const Instruction &instruction, bool isPending)
{
    const auto me = static_cast<std::uint32_t>(thread);
    for (std::uint64_t k = offset / 4; k * 4 < offset + static_cast<std::uint64_t>(bytes); k++) {
        SharedWord &word = words[k];
        if (word.read == interval && word.reader != me)
            report("race: shared memory is written that another thread reads between the same barriers" + place(instruction));
        if ((word.written == interval || word.written == SharedWord::Pending) && word.writer != me)
            report("race: two threads write the same shared memory between the same barriers" + place(instruction));
        word.written = isPending ? SharedWord::Pending : interval;
        word.writer = me;
    }
}

Warp::Warp(Group &of, int number) : group(of), index(number), registers(of.launch.kernel.registers)
{
    const int threads = group.launch.threads - index * Lanes;
    if (threads < Lanes) alive = (1u << threads) - 1;
    for (const auto &[special, reg] : group.launch.kernel.specials)
        for (int lane = 0; lane < Lanes; lane++)
            lanes<std::uint32_t>(reg)[lane] = valueOf(special, group, thread(lane));
}
