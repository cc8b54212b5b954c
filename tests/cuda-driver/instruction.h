#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

struct Warp;
struct Instruction;

/// Does an instruction for the active lanes of a warp.
using Handler = void (*)(Warp &, const Instruction &);

/// Where a warp goes on.
enum class Flow : std::uint8_t { Next, Branch, Return, Barrier };

/// What %tid.x and its like are known by.
enum class Special : std::uint8_t { Thread, Group, Threads, Groups, Lane, Zero, One };

/// Shared memory begins here; no device memory does.
constexpr std::uint64_t SharedWindow = 0x7000000000;

constexpr int Lanes = 32;

/// An instruction whose operands are found. A register is the offset of its 32 lanes in a warp's registers, constants and specials among
/// them.
struct Instruction {
    Handler handler = nullptr;
    Flow flow = Flow::Next;
    bool isUniform = false, isNegated = false;
    std::uint8_t width = 4, count = 1; // of memory: bytes an element, elements
    int predicate = -1, target = -1;   // a register; an index of the instruction that a branch goes to
    std::array<int, 4> to{};
    std::array<int, 10> from{};
    std::array<std::int64_t, 2> offset{}; // added to the addresses in from[0] and from[1]
    int statement = 0;
};

/// A kernel as the driver keeps it.
struct Kernel {
    std::string name;
    std::vector<Instruction> instructions;
    std::vector<std::string> statements; // their text
    std::vector<std::byte> registers;    // of a warp that begins: constants, and NaN where nothing is written yet
    std::vector<std::pair<Special, int>> specials;
    int parameterBytes = 0, sharedBytes = 0, mostThreads = 0;
};
