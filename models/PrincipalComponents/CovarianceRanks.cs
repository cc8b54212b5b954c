using System.Runtime.InteropServices;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>
/// Ranks that compute products with a covariance together. Rank 0 fits components and asks for products; the others answer with the sums
/// of their blocks of pictures, until it has no more questions. Sums follow one tree over the blocks, whatever the number of ranks.
/// </summary>
/// <param name="world">The ranks, all of which have the pictures.</param>
/// <param name="threads">Of this rank; 0 for one per processor.</param>
/// <param name="valuesPerBlock">How many values are floats at a time, as near as whole pictures allow. It decides the last bits.</param>
internal sealed class CovarianceRanks(IWorld world, int threads, int valuesPerBlock = CovarianceRanks.ValuesPerBlock) : IDisposable
{
    // 32 MiB of floats.
    private const int ValuesPerBlock = 1 << 23;
    private const int NoSpace = -1;

    private bool _hasBegun;

    /// <summary>This process alone, with all processors.</summary>
    internal static CovarianceRanks Alone => new(AloneWorld.Instance, threads: 0);

    /// <summary>Opens a device to multiply on.</summary>
    internal SimdDevice OpenDevice() => new(threads);

    /// <summary>Pictures that are floats at a time: 1 or more.</summary>
    /// <param name="length">Values of each.</param>
    internal int PicturesPerBlock(int length) => Math.Max(1, valuesPerBlock / length);

    /// <summary>On rank 0: tells the others of the origin that products will have.</summary>
    /// <param name="mean">The mean picture.</param>
    internal void Begin(double[] mean)
    {
        if (world.Size > 1)
        {
            _hasBegun = true;
            world.Broadcast(MemoryMarshal.AsBytes(mean.AsSpan()).ToArray());
        }
    }

    /// <summary>On rank 0: the sums over all blocks.</summary>
    /// <param name="covariance">What is multiplied.</param>
    /// <param name="rows">Vectors, one after another.</param>
    /// <param name="cancellation">Stops the work; the others end theirs.</param>
    /// <returns>As many values; not divided by the number of pictures.</returns>
    internal double[] Sum(PictureCovariance covariance, ReadOnlySpan<double> rows, CancellationToken cancellation)
    {
        double[] asked = rows.ToArray();
        if (world.Size > 1)
        {
            Call(covariance.Number, asked.Length);
            world.Broadcast(MemoryMarshal.AsBytes(asked.AsSpan()), root: 0);
        }

        return SumOver(covariance, asked, cancellation);
    }

    /// <summary>On the other ranks: answers until rank 0 has ended.</summary>
    /// <param name="pictures">Those of rank 0.</param>
    /// <param name="isMirrored">Whether their mirror images count as well.</param>
    internal void Answer(PixelSet pictures, bool isMirrored)
    {
        if (world.Broadcast((byte[]?)null) is not { } bytes)
        {
            return;
        }

        using var device = OpenDevice();
        var covariances = PictureCovariance.Of(device, pictures, isMirrored, MemoryMarshal.Cast<byte, double>(bytes).ToArray(), this);
        for (var (number, length) = Call(NoSpace, 0); number != NoSpace; (number, length) = Call(NoSpace, 0))
        {
            double[] asked = new double[length];
            world.Broadcast(MemoryMarshal.AsBytes(asked.AsSpan()), root: 0);
            SumOver(covariances[number], asked, CancellationToken.None);
        }
    }

    /// <summary>On rank 0: lets the others go on.</summary>
    public void Dispose()
    {
        if (world is not { Size: > 1, Rank: 0 })
        {
            return;
        }

        if (_hasBegun)
        {
            Call(NoSpace, 0);
        }
        else
        {
            world.Broadcast((byte[]?)null);
        }
    }

    /// <summary>What rank 0 asks for: which covariance, and how many values follow.</summary>
    private (int Number, int Length) Call(int number, int length)
    {
        int[] call = [number, length];
        world.Broadcast(MemoryMarshal.AsBytes(call.AsSpan()), root: 0);
        return (call[0], call[1]);
    }

    private double[] SumOver(PictureCovariance covariance, double[] asked, CancellationToken cancellation)
    {
        var tree = new TreeShape(covariance.BlockCount);
        var own = new NodeSums(tree);
        var (first, end) = tree.LeavesOf(world.Rank, world.Size);
        for (int block = first; block < end; block++)
        {
            // Others wait for this rank's sums, so a rank that is stopped sends them, whatever they are by then.
            double[] sums = own.Zeros(asked.Length);
            if (!cancellation.IsCancellationRequested)
            {
                covariance.AddBlock(block, asked, sums);
            }

            own.Add(new(0, block), sums);
        }

        var all = world.Size == 1 ? own : new NodeSums(tree);
        for (int rank = 0; world.Size > 1 && rank < world.Size; rank++)
        {
            var nodes = tree.NodesOf(rank, world.Size);
            for (int i = 0; i < nodes.Count; i++)
            {
                double[] sums = rank == world.Rank ? own.Values[i] : all.Zeros(asked.Length);
                world.Broadcast(MemoryMarshal.AsBytes(sums.AsSpan()), rank);
                all.Add(nodes[i], sums);
            }
        }

        cancellation.ThrowIfCancellationRequested();
        return all.Values[0];
    }
}
