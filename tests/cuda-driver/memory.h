#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

/// A word's last writer or reader: the number of a launch in the upper half, of a group in it (from 1) in the lower. 0: nobody yet.
using Stamp = std::uint64_t;

constexpr Stamp HostStamp = 1, ManyGroups = 0xFFFFFFFF;

/// Memory that the driver gave out. Its address is that of host memory, which is filled with NaN; words have shadows that say who touched
/// them.
struct Allocation {
    explicit Allocation(std::size_t bytes);
    ~Allocation();
    Allocation(const Allocation &) = delete;
    Allocation &operator=(const Allocation &) = delete;

    std::uint64_t start() const { return reinterpret_cast<std::uint64_t>(memory); }
    bool holds(std::uint64_t address, std::uint64_t count) const { return address >= start() && address - start() + count <= bytes; }

    std::byte *memory;
    std::size_t bytes;
    Stamp *writers, *readers;
};

/// The memory of one device.
class DeviceMemory
{
public:
    Allocation &allocate(std::size_t bytes);
    bool free(std::uint64_t address);

    /// The allocation that holds all of these bytes, or null.
    Allocation *find(std::uint64_t address, std::uint64_t bytes) const;

    /// Notes that the host wrote here.
    void markWritten(std::uint64_t address, std::uint64_t bytes) const;

    std::size_t used() const { return usedBytes; }

private:
    std::map<std::uint64_t, std::unique_ptr<Allocation>> allocations;
    std::size_t usedBytes = 0;
};

/// What a launch may touch: the views among its arguments.
class Views
{
public:
    /// A view is an address within device memory, followed by a number of 32-bit words.
    Views(const DeviceMemory &memory, const std::vector<std::byte> &arguments);

    struct View {
        std::uint64_t start, end;
        Allocation *memory;
    };

    /// The view that holds all of these bytes, or null.
    const View *find(std::uint64_t address, std::uint64_t bytes);

private:
    std::vector<View> views;
    std::size_t last = 0;
};
