#pragma once
#include "instruction.h"
#include "memory.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

/// One launch of a kernel.
struct Launch {
    const Kernel &kernel;
    int groups, threads;
    const std::vector<std::byte> &arguments;
    Views views;
    std::uint32_t number;    // from 1, of the device
    std::uint64_t steps = 0; // instructions that warps did

    void run();
};

/// A word of shared memory: in which interval between barriers it was written and read last, and by which thread.
struct SharedWord {
    static constexpr std::uint32_t Nobody = 0xFFFFFFFF, Many = 0xFFFFFFFE, Pending = 0xFFFFFFFF;
    std::uint32_t written = 0, writer = Nobody, read = 0, reader = Nobody;
};

/// A copy into shared memory that its thread has not waited for yet.
struct PendingCopy {
    std::uint64_t target;
    int lane, batch;
    std::uint8_t bytes;
    std::array<std::byte, 16> data;
};

struct Group;

/// 32 threads. Lanes that took different branches go on from the lowest instruction, and meet where they reach the same one.
struct Warp {
    Warp(Group &group, int index);

    /// Goes on until all lanes have ended or wait at a barrier.
    void run();

    template <class T> T *lanes(int reg) { return reinterpret_cast<T *>(registers.data() + reg); }

    /// Calls f(lane) for the lanes that take part.
    template <class F> void each(F f)
    {
        if (active == All)
            for (int lane = 0; lane < Lanes; lane++)
                f(lane);
        else
            for (int lane = 0; lane < Lanes; lane++)
                if (active >> lane & 1) f(lane);
    }

    int thread(int lane) const { return index * Lanes + lane; }

    static constexpr std::uint32_t All = 0xFFFFFFFF;

    Group &group;
    int index;
    std::vector<std::byte> registers;
    std::uint32_t active = All, alive = All, waiting = 0;
    std::array<int, Lanes> barrier{}; // where each lane waits
    std::vector<PendingCopy> copies;
    std::array<int, Lanes> batches{}; // copies that each lane has committed

private:
    bool hasParted = false;
    int position = 0;
    std::array<int, Lanes> positions{};

    void part();
    void moveTo(std::uint32_t lanes, int next);
    void branch(const Instruction &instruction, std::uint32_t lanes, std::uint32_t taken);
    void end(std::uint32_t lanes);
};

/// A group of threads with its shared memory.
struct Group {
    Group(Launch &launch, int index);
    void run();

    /// The place of an instruction, for findings.
    std::string place(const Instruction &instruction) const;

    void noteSharedRead(std::uint64_t offset, int bytes, int thread, const Instruction &instruction);
    void noteSharedWrite(std::uint64_t offset, int bytes, int thread, const Instruction &instruction, bool isPending);

    Launch &launch;
    int index;
    std::vector<std::byte> shared;
    std::vector<SharedWord> words;
    std::uint32_t interval = 1; // between barriers
    std::vector<Warp> warps;
};
