#include "findings.h"
#include "group.h"

#include <limits>

void Warp::run()
{
    const auto &instructions = group.launch.kernel.instructions;
    std::uint64_t steps = 0;
    while (const std::uint32_t runnable = alive & ~waiting) {
        std::uint32_t lanes = runnable;
        if (hasParted) {
            position = std::numeric_limits<int>::max();
            for (int lane = 0; lane < Lanes; lane++)
                if (runnable >> lane & 1) position = std::min(position, positions[static_cast<std::size_t>(lane)]);
            lanes = 0;
            for (int lane = 0; lane < Lanes; lane++)
                if ((runnable >> lane & 1) && positions[static_cast<std::size_t>(lane)] == position) lanes |= 1u << lane;
            hasParted = lanes != alive;
        }
        if (static_cast<std::size_t>(position) >= instructions.size())
            throw Fault("a thread runs past the end of " + group.launch.kernel.name);

        const Instruction &instruction = instructions[static_cast<std::size_t>(position)];
        steps++;
        active = lanes;
        if (instruction.predicate >= 0) {
            const auto *predicate = this->lanes<std::uint32_t>(instruction.predicate);
            for (int lane = 0; lane < Lanes; lane++)
                if ((predicate[lane] != 0) == instruction.isNegated) active &= ~(1u << lane);
        }
        switch (instruction.flow) {
        case Flow::Next:
            if (active) instruction.handler(*this, instruction);
            moveTo(lanes, position + 1);
            break;
        case Flow::Branch: branch(instruction, lanes, active); break;
        case Flow::Return:
            moveTo(lanes & ~active, position + 1);
            end(active);
            break;
        case Flow::Barrier:
            for (int lane = 0; lane < Lanes; lane++)
                if (lanes >> lane & 1) barrier[static_cast<std::size_t>(lane)] = position;
            moveTo(lanes, position + 1);
            waiting |= lanes;
            break;
        }
    }
    group.launch.steps += steps;
}

void Warp::branch(const Instruction &instruction, std::uint32_t lanes, std::uint32_t taken)
{
    if (taken == lanes) {
        moveTo(lanes, instruction.target);
    } else if (taken == 0) {
        moveTo(lanes, position + 1);
    } else {
        if (instruction.isUniform)
            report("divergence: lanes do not agree on a branch that is said to be uniform" + group.place(instruction));
        const int next = position + 1;
        part();
        moveTo(taken, instruction.target);
        moveTo(lanes & ~taken, next);
    }
}

void Warp::end(std::uint32_t lanes)
{
    for (const PendingCopy &copy : copies)
        if ((lanes >> copy.lane & 1) && copy.batch == batches[static_cast<std::size_t>(copy.lane)])
            report("copies: a thread ends with copies that it has not committed, in " + group.launch.kernel.name);
    part();
    alive &= ~lanes;
}

void Warp::part()
{
    if (!hasParted) positions.fill(position);
    hasParted = true;
}

void Warp::moveTo(std::uint32_t lanes, int next)
{
    if (!hasParted) {
        if (lanes) position = next;
        return;
    }
    for (int lane = 0; lane < Lanes; lane++)
        if (lanes >> lane & 1) positions[static_cast<std::size_t>(lane)] = next;
}
