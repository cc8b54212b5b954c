#include "memory.h"

#include "findings.h"

#include <cstdlib>
#include <cstring>
#include <new>
#include <string>

namespace
{
constexpr std::size_t Page = 4096;
}

Allocation::Allocation(std::size_t count) : bytes(count)
{
    const std::size_t pages = count / Page + 1;
    memory = static_cast<std::byte *>(std::aligned_alloc(Page, pages * Page));
    // Pages of zeros that nobody touches cost nothing.
    writers = static_cast<Stamp *>(std::calloc(count / 4 + 1, sizeof(Stamp)));
    readers = static_cast<Stamp *>(std::calloc(count / 4 + 1, sizeof(Stamp)));
    if (!memory || !writers || !readers) throw std::bad_alloc();
    std::memset(memory, 0xFF, count);
}

Allocation::~Allocation()
{
    std::free(memory);
    std::free(writers);
    std::free(readers);
}

Allocation &DeviceMemory::allocate(std::size_t bytes)
{
    auto allocation = std::make_unique<Allocation>(bytes);
    Allocation &result = *allocation;
    allocations.emplace(result.start(), std::move(allocation));
    usedBytes += bytes;
    return result;
}

bool DeviceMemory::free(std::uint64_t address)
{
    const auto found = allocations.find(address);
    if (found == allocations.end()) return false;
    usedBytes -= found->second->bytes;
    allocations.erase(found);
    return true;
}

Allocation *DeviceMemory::find(std::uint64_t address, std::uint64_t bytes) const
{
    auto next = allocations.upper_bound(address);
    if (next == allocations.begin()) return nullptr;
    Allocation &candidate = *(--next)->second;
    return candidate.holds(address, bytes) ? &candidate : nullptr;
}

void DeviceMemory::markWritten(std::uint64_t address, std::uint64_t bytes) const
{
    if (Allocation *target = find(address, bytes)) {
        const std::uint64_t first = address - target->start();
        for (std::uint64_t word = first / 4; word * 4 < first + bytes; word++)
            target->writers[word] = HostStamp;
    }
}

Views::Views(const DeviceMemory &memory, const std::vector<std::byte> &arguments)
{
    for (std::size_t i = 0; i + 16 <= arguments.size(); i += 8) {
        std::uint64_t address, words;
        std::memcpy(&address, arguments.data() + i, 8);
        std::memcpy(&words, arguments.data() + i + 8, 8);
        Allocation *target = memory.find(address, 1);
        if (!target) continue;
        if (words > target->bytes / 4 || !target->holds(address, words * 4))
            report("a launch is given a view of " + std::to_string(words) + " words that ends outside of its memory");
        else if (words > 0)
            views.push_back({address, address + words * 4, target});
    }
}

const Views::View *Views::find(std::uint64_t address, std::uint64_t bytes)
{
    for (std::size_t i = 0; i < views.size(); i++) {
        const std::size_t candidate = (last + i) % views.size();
        if (address >= views[candidate].start && address + bytes <= views[candidate].end) {
            last = candidate;
            return &views[candidate];
        }
    }
    return nullptr;
}
