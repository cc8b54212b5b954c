// Instructions that a warp does as one.
#include "findings.h"
#include "group.h"
#include "operations.h"

#include <bit>
#include <cstring>

namespace
{
void requireWholeWarp(const Warp &warp, const Instruction &i)
{
    if (warp.active != Warp::All) throw Fault("divergence: lanes have parted" + warp.group.place(i));
}

// Tensor cores ignore the 13 lowest bits.
float tf32(std::uint32_t bits) { return std::bit_cast<float>(bits & ~0x1FFFu); }
} // namespace

// mma.m16n8k8: from[0..3] are a, from[4..5] b, from[6..9] c. The order of additions within a tensor core is not known; here it is that of
// k.
void multiplyMatrices(Warp &warp, const Instruction &i)
{
    requireWholeWarp(warp, i);
    float a[16][8], b[8][8], c[16][8];
    const auto bits = [&](std::size_t operand, int lane) { return warp.lanes<std::uint32_t>(i.from[operand])[lane]; };
    for (int lane = 0; lane < Lanes; lane++) {
        const int row = lane / 4, column = lane % 4;
        for (int half = 0; half < 2; half++) {
            const auto h = static_cast<std::size_t>(half);
            a[row + 8 * half][column] = tf32(bits(h, lane));
            a[row + 8 * half][column + 4] = tf32(bits(h + 2, lane));
            b[column + 4 * half][row] = tf32(bits(h + 4, lane));
            for (int side = 0; side < 2; side++)
                c[row + 8 * half][2 * column + side] = std::bit_cast<float>(bits(6 + 2 * h + static_cast<std::size_t>(side), lane));
        }
    }
    for (int row = 0; row < 16; row++)
        for (int k = 0; k < 8; k++)
            for (int column = 0; column < 8; column++)
                c[row][column] += a[row][k] * b[k][column];
    for (int lane = 0; lane < Lanes; lane++)
        for (std::size_t k = 0; k < 4; k++)
            warp.lanes<float>(i.to[k])[lane] = c[lane / 4 + 8 * static_cast<int>(k / 2)][2 * (lane % 4) + static_cast<int>(k % 2)];
}

// ldmatrix.x4: lane l gives the address of row l % 8 of matrix l / 8; each row has 16 bytes.
void loadMatrix(Warp &warp, const Instruction &i)
{
    requireWholeWarp(warp, i);
    Group &group = warp.group;
    for (int lane = 0; lane < Lanes; lane++) {
        for (int matrix = 0; matrix < i.count; matrix++) {
            const std::uint64_t row =
                warp.lanes<std::uint64_t>(i.from[0])[matrix * 8 + lane / 4] + static_cast<std::uint64_t>(i.offset[0]) - SharedWindow;
            if (row % 16 || row > group.shared.size() || row + 16 > group.shared.size())
                throw Fault("bounds: a row of a matrix at " + std::to_string(static_cast<std::int64_t>(row)) + " of shared memory" +
                            group.place(i));
            const std::uint64_t offset = row + static_cast<std::uint64_t>(lane % 4) * 4;
            group.noteSharedRead(offset, 4, warp.thread(lane), i);
            std::memcpy(warp.lanes<std::uint32_t>(i.to[static_cast<std::size_t>(matrix)]) + lane, group.shared.data() + offset, 4);
        }
    }
}
