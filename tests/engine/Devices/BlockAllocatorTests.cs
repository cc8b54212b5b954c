using CsCheck;
using ILGpuAutoencoders.Engine.Devices;

namespace ILGpuAutoencoders.Tests.Engine;

public class BlockAllocatorTests
{
    private const int Capacity = 64;

    /// <summary>
    /// Against a model that marks every word: blocks never overlap, best fit finds room where a run is free, and all comes back.
    /// </summary>
    [Fact]
    public void Blocks_are_disjoint_and_room_is_found_where_it_is() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 20]).Array[0, 60].Sample(operations =>
    {
        var allocator = new BlockAllocator(Capacity);
        bool[] taken = new bool[Capacity];
        var blocks = new List<(long Offset, int Length)>();
        foreach (var (free, n) in operations)
        {
            if (free && blocks.Count > 0)
            {
                var (offset, length) = blocks[n % blocks.Count];
                blocks.RemoveAt(n % blocks.Count);
                allocator.Free(offset, length);
                taken.AsSpan((int)offset, length).Clear();
            }
            else if (allocator.TryAllocate(n) is { } offset)
            {
                Assert.DoesNotContain(true, taken[(int)offset..((int)offset + n)]);
                Assert.Equal(SmallestRun(taken, n), RunAround(taken, (int)offset));
                taken.AsSpan((int)offset, n).Fill(true);
                blocks.Add((offset, n));
            }
            else
            {
                Assert.Null(SmallestRun(taken, n));
            }

            Assert.Equal(blocks.Count == 0, allocator.IsEmpty);
        }
    });

    [Fact]
    public void The_same_calls_give_the_same_offsets()
    {
        long?[] Offsets()
        {
            var allocator = new BlockAllocator(100);
            long?[] first = [allocator.TryAllocate(10), allocator.TryAllocate(20), allocator.TryAllocate(30)];
            allocator.Free(10, 20);
            return [.. first, allocator.TryAllocate(5), allocator.TryAllocate(40), allocator.TryAllocate(1), allocator.TryAllocate(90)];
        }

        Assert.Equal([0, 10, 30, 10, 60, 15, null], Offsets());
        Assert.Equal(Offsets(), Offsets());
    }

    [Fact]
    public void Freeing_twice_is_refused()
    {
        var allocator = new BlockAllocator(10);
        allocator.TryAllocate(4);
        allocator.Free(0, 4);
        Assert.Throws<InvalidOperationException>(() => allocator.Free(0, 4));
    }

    private static int? SmallestRun(bool[] taken, int atLeast)
    {
        int? smallest = null;
        for (int i = 0; i < taken.Length; i++)
        {
            if (!taken[i] && (i == 0 || taken[i - 1]) && RunAround(taken, i) is var run && run >= atLeast
                && (smallest is null || run < smallest))
            {
                smallest = run;
            }
        }

        return smallest;
    }

    private static int RunAround(bool[] taken, int i)
    {
        int start = i, end = i;
        while (start > 0 && !taken[start - 1])
        {
            start--;
        }

        while (end < taken.Length && !taken[end])
        {
            end++;
        }

        return end - start;
    }
}
