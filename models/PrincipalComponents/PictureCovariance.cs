using System.Buffers;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>
/// Products with the covariance of pictures, which is never computed: C q = Σ x (x · q) / n, block after block of pictures, so that few
/// of them are floats at a time. A block is multiplied in float; blocks are added in double, along a tree.
/// </summary>
internal sealed class PictureCovariance
{
    private readonly SimdDevice _device;
    private readonly PixelSet _pictures;
    private readonly CovarianceRanks _ranks;
    private readonly float[] _mean, _block;
    private float[] _part = [];

    /// <summary>A covariance.</summary>
    /// <param name="device">Computes the products.</param>
    /// <param name="pictures">1 picture or more.</param>
    /// <param name="space">The coordinates that count.</param>
    /// <param name="mean">The mean picture.</param>
    /// <param name="ranks">Divide the blocks.</param>
    /// <param name="number">Its number among those of one fit.</param>
    internal PictureCovariance(
        SimdDevice device, PixelSet pictures, PictureSpace space, double[] mean, CovarianceRanks ranks, int number = 0)
    {
        _device = device;
        _pictures = pictures;
        Space = space;
        _ranks = ranks;
        Number = number;
        _mean = Array.ConvertAll(space.Of(mean), value => (float)value);
        _block = new float[Math.Min(pictures.Count, ranks.PicturesPerBlock(space.Length)) * space.Length];
    }

    /// <summary>The coordinates that count.</summary>
    internal PictureSpace Space { get; }

    /// <summary>Its number among those of one fit.</summary>
    internal int Number { get; }

    /// <summary>The number of blocks.</summary>
    internal int BlockCount => (_pictures.Count + PerBlock - 1) / PerBlock;

    private int PerBlock => _block.Length / Space.Length;

    /// <summary>Those of the spaces that components of pictures lie in.</summary>
    /// <param name="device">Computes the products.</param>
    /// <param name="pictures">1 picture or more.</param>
    /// <param name="isMirrored">Whether mirror images count as well.</param>
    /// <param name="mean">The mean picture.</param>
    /// <param name="ranks">Divide the blocks.</param>
    internal static PictureCovariance[] Of(
        SimdDevice device, PixelSet pictures, bool isMirrored, double[] mean, CovarianceRanks ranks) =>
    [
        .. PictureSpace.Of(pictures.Shape, isMirrored)
            .Select((space, i) => new PictureCovariance(device, pictures, space, mean, ranks, number: i)),
    ];

    /// <summary>C q for several q.</summary>
    /// <param name="rows">count x Length values, one q per row.</param>
    /// <param name="cancellation">Looked at in every block.</param>
    /// <returns>As many values.</returns>
    internal double[] Times(ReadOnlySpan<double> rows, CancellationToken cancellation)
    {
        double scale = 1.0 / _pictures.Count;
        return Array.ConvertAll(_ranks.Sum(this, rows, cancellation), sum => sum * scale);
    }

    /// <summary>Adds Σ x (x · q) over the pictures of a block.</summary>
    /// <param name="block">From 0.</param>
    /// <param name="rows">count x Length values, one q per row.</param>
    /// <param name="sums">As many values.</param>
    internal void AddBlock(int block, ReadOnlySpan<double> rows, double[] sums)
    {
        int length = Space.Length, count = rows.Length / length, start = block * PerBlock;
        int pictures = Math.Min(PerBlock, _pictures.Count - start);
        Array.Resize(ref _part, rows.Length);
        Parallel.For(0, pictures, i =>
        {
            byte[] room = ArrayPool<byte>.Shared.Rent(_pictures.ImageLength);
            Space.Fill(_pictures.Image(start + i, room), _mean, _block.AsSpan(i * length, length));
            ArrayPool<byte>.Shared.Return(room);
        });
        using var scope = _device.OpenScope();
        using var pause = Autograd.Pause();
        var q = Tensor.FromArray(_device, [count, length], ToFloats(rows));
        var x = Tensor.FromArray(_device, [pictures, length], _block.AsSpan(0, pictures * length));
        q.Linear(x).MatMul(x).CopyTo(_part);
        Parallel.For(0, count, k =>
        {
            for (int i = k * length; i < (k + 1) * length; i++)
            {
                sums[i] += _part[i];
            }
        });
    }

    private static float[] ToFloats(ReadOnlySpan<double> values)
    {
        float[] floats = new float[values.Length];
        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = (float)values[i];
        }

        return floats;
    }
}
