using System.Buffers;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>
/// Products with the covariance of pictures, which is never computed: C q = Σ x (x · q) / n, block after block of pictures, so that few
/// of them are floats at a time. A block is multiplied in float and added in double.
/// </summary>
internal sealed class PictureCovariance
{
    // 32 MiB of floats.
    private const int ValuesPerBlock = 1 << 23;

    private readonly SimdDevice _device;
    private readonly PixelSet _pictures;
    private readonly PictureSpace _space;
    private readonly float[] _mean, _block;

    /// <summary>A covariance.</summary>
    /// <param name="device">Computes the products.</param>
    /// <param name="pictures">1 picture or more.</param>
    /// <param name="space">The coordinates that count.</param>
    /// <param name="mean">The mean picture.</param>
    /// <param name="valuesPerBlock">How many values are floats at a time, as near as whole pictures allow. It decides the last
    /// bits.</param>
    internal PictureCovariance(SimdDevice device, PixelSet pictures, PictureSpace space, double[] mean, int valuesPerBlock = ValuesPerBlock)
    {
        _device = device;
        _pictures = pictures;
        _space = space;
        _mean = Array.ConvertAll(space.Of(mean), value => (float)value);
        _block = new float[Math.Min(pictures.Count, Math.Max(1, valuesPerBlock / space.Length)) * space.Length];
    }

    /// <summary>C q for several q.</summary>
    /// <param name="rows">count x Length values, one q per row.</param>
    /// <param name="cancellation">Looked at in every block.</param>
    /// <returns>As many values.</returns>
    internal double[] Times(ReadOnlySpan<double> rows, CancellationToken cancellation)
    {
        int length = _space.Length, count = rows.Length / length, perBlock = _block.Length / length;
        using var scope = _device.OpenScope();
        using var pause = Autograd.Pause();
        var q = Tensor.FromArray(_device, [count, length], ToFloats(rows));
        double[] sums = new double[rows.Length];
        float[] part = new float[rows.Length];
        for (int first = 0; first < _pictures.Count; first += perBlock)
        {
            cancellation.ThrowIfCancellationRequested();
            int pictures = Math.Min(perBlock, _pictures.Count - first), start = first;
            Parallel.For(0, pictures, i =>
            {
                byte[] room = ArrayPool<byte>.Shared.Rent(_pictures.ImageLength);
                _space.Fill(_pictures.Image(start + i, room), _mean, _block.AsSpan(i * length, length));
                ArrayPool<byte>.Shared.Return(room);
            });
            using var inner = _device.OpenScope();
            var x = Tensor.FromArray(_device, [pictures, length], _block.AsSpan(0, pictures * length));
            q.Linear(x).MatMul(x).CopyTo(part);
            Parallel.For(0, count, k =>
            {
                for (int i = k * length; i < (k + 1) * length; i++)
                {
                    sums[i] += part[i];
                }
            });
        }

        double scale = 1.0 / _pictures.Count;
        return Array.ConvertAll(sums, sum => sum * scale);
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
