using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Devices.Simd;

namespace ILGpuAutoencoders.Tests.Engine;

public class WorkerPoolTests
{
    private const int Most = 13;

    [Theory]
    [InlineData(1, 3000)]
    [InlineData(2, 3000)]
    [InlineData(3, 2500)]
    [InlineData(5, 1000)]
    [InlineData(8, 500)]
    public void Every_index_is_done_once_in_each_of_many_tiny_loops(int threads, int loops)
    {
        using var pool = new WorkerPool(threads);
        int[] done = new int[Most];
        for (int loop = 0; loop < loops; loop++)
        {
            int count = loop % (Most + 1);
            var body = new Count { Done = done };
            pool.For(count, ref body);
            for (int i = 0; i < Most; i++)
            {
                Assert.True(done[i] == (i < count ? 1 : 0), $"Loop {loop} of {count}: index {i} was done {done[i]} times.");
            }

            Array.Clear(done);
            if (loop % 100 == 0)
            {
                // Lets workers fall asleep.
                Thread.Sleep(2);
            }
        }
    }

    [Fact]
    public void A_pool_that_did_nothing_ends()
    {
        using var pool = new WorkerPool(4);
    }

    private struct Count : IParallelBody
    {
        internal int[] Done;

        public readonly void Invoke(int index) => Interlocked.Increment(ref Done[index]);
    }
}
