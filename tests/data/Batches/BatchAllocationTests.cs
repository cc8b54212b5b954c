using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Batches;

// Allocation is counted over all threads, so nothing may run beside it.
[CollectionDefinition(nameof(BatchAllocationTests), DisableParallelization = true)]
[Collection(nameof(BatchAllocationTests))]
public class BatchAllocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_steady_epoch_allocates_no_memory_a_batch(bool isInFile)
    {
        using var folder = new TemporaryFolder();
        var pictures = BatchSourceTests.Set(2000);
        var source = new BatchSource(
            isInFile ? PixelsInFile.Of(pictures, folder.At("pixels")) : pictures,
            new BatchOptions { BatchSize = 4, Corruption = new Corruption(CorruptionKind.Gaussian, 0.2f), Flip = true });
        Run();
        long before = GC.GetTotalAllocatedBytes(true);
        Run();
        // A thread, an enumerator and a cancellation source an epoch, against 500 batches.
        Assert.InRange(GC.GetTotalAllocatedBytes(true) - before, 0, 50_000);

        void Run()
        {
            foreach (var batch in source.Epoch(0))
            {
                Assert.True(batch.Count > 0);
            }
        }
    }
}
