using ILGpuAutoencoders.Data.Batches;
using ILGpuAutoencoders.Data.Sets;

namespace ILGpuAutoencoders.Data;

/// <summary>Some pictures as floats. It is valid until the next batch is requested, which reuses its memory.</summary>
public sealed class Batch
{
    private readonly int[] _indices;
    private readonly float[] _target;
    private readonly float[]? _input;
    private readonly int _side;
    private readonly byte[] _whole, _square;

    internal Batch(int capacity, int side, int wholeSide, bool corrupted)
    {
        int imageLength = 3 * side * side;
        _side = side;
        _whole = new byte[3 * wholeSide * wholeSide];
        _square = side == wholeSide ? [] : new byte[imageLength];
        ImageLength = imageLength;
        _indices = new int[capacity];
        _target = new float[capacity * imageLength];
        _input = corrupted ? new float[capacity * imageLength] : null;
    }

    /// <summary>The batch's number within its epoch, from 0.</summary>
    public int Number { get; private set; }

    /// <summary>The number of pictures.</summary>
    public int Count { get; private set; }

    /// <summary>Floats of a picture: size x size x 3.</summary>
    public int ImageLength { get; }

    /// <summary>Whether inputs differ from targets. If not, both are the same memory.</summary>
    public bool IsCorrupted => _input is not null;

    /// <summary>The pictures' indices in their set.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, Count);

    /// <summary>The model's input: Count x size x size x 3 values in [0, 1].</summary>
    public ReadOnlySpan<float> Input => (_input ?? _target).AsSpan(0, Count * ImageLength);

    /// <summary>The model's target output: Count x size x size x 3 values in [0, 1].</summary>
    public ReadOnlySpan<float> Target => _target.AsSpan(0, Count * ImageLength);

    internal void Fill(PixelSet pictures, BatchOptions options, ReadOnlySpan<int> indices, int number, uint epoch)
    {
        Number = number;
        Count = indices.Length;
        indices.CopyTo(_indices);
        var (start, length) = options.Share?.Invoke(indices.Length) ?? (0, indices.Length);
        for (int i = start; i < start + length; i++)
        {
            int picture = indices[i];
            var target = _target.AsSpan(i * ImageLength, ImageLength);
            PixelValues.ToUnit(Square(pictures, picture, options.Seed, epoch), target);
            if (options.Flip && epoch != Corruption.EvaluationEpoch && Mirror.IsDrawn(options.Seed, epoch, (uint)picture))
            {
                Mirror.Rows(target, _side);
            }
            if (_input is not null)
            {
                var input = _input.AsSpan(i * ImageLength, ImageLength);
                options.Corruption.Apply(target, input, _side, _side, options.Seed, epoch, (uint)picture);
            }
        }
    }

    private ReadOnlySpan<byte> Square(PixelSet pictures, int picture, ulong seed, uint epoch)
    {
        var whole = pictures.Image(picture, _whole);
        if (pictures.Size == _side)
        {
            return whole;
        }
        Cut.Copy(whole, pictures.Size, Cut.Place(pictures.Size - _side, seed, epoch, (uint)picture), _side, _square);
        return _square;
    }
}
