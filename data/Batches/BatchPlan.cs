using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Which pictures are in which batch: each picture once; a last partial batch is kept, but one of size 1 joins the batch before it.
/// </summary>
public static class BatchPlan
{
    /// <summary>The number of batches of an epoch.</summary>
    /// <param name="pictures">Pictures in the set.</param>
    /// <param name="batchSize">Pictures per batch, at least 1.</param>
    public static int Count(int pictures, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        int batches = (int)(((long)pictures + batchSize - 1) / batchSize);
        return batches > 1 && batchSize > 1 && pictures % batchSize == 1 ? batches - 1 : batches;
    }

    /// <summary>The places of a batch in the epoch's order.</summary>
    /// <param name="pictures">Pictures in the set.</param>
    /// <param name="batchSize">Pictures per batch, at least 1.</param>
    /// <param name="batch">The batch, from 0.</param>
    public static (int Start, int Length) Range(int pictures, int batchSize, int batch)
    {
        int batches = Count(pictures, batchSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)batch, (uint)batches, nameof(batch));
        int start = batch * batchSize;
        return (start, batch == batches - 1 ? pictures - start : batchSize);
    }

    /// <summary>The order of an epoch, from (seed, epoch) alone.</summary>
    /// <param name="order">Receives the indices 0 .. Length-1, shuffled.</param>
    /// <param name="seed">The key.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    internal static void Shuffle(Span<int> order, ulong seed, int epoch)
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
        new RandomStream(seed, RandomPurpose.Shuffle, (uint)epoch).Shuffle(order);
    }
}
