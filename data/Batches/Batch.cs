using ILGpuAutoencoders.Data.Batches;
using ILGpuAutoencoders.Data.Sets;

namespace ILGpuAutoencoders.Data;

/// <summary>Some pictures as floats. It is valid until the next batch is requested, which reuses its memory.</summary>
public sealed class Batch
{
    private readonly int[] _indices;
    private readonly float[] _target;
    private readonly float[]? _input;
    private readonly PictureShape _shape;
    private readonly byte[] _whole, _part;
    private readonly float[] _room;

    internal Batch(int capacity, PictureShape shape, PictureShape whole, BatchOptions options)
    {
        int imageLength = shape.Length;
        _shape = shape;
        _whole = new byte[whole.Length];
        _part = shape == whole ? [] : new byte[imageLength];
        ImageLength = imageLength;
        _indices = new int[capacity];
        _target = new float[capacity * imageLength];
        _input = options.Corruption.IsNone ? null : new float[capacity * imageLength];
        _room = options.CropJitter > 0 ? new float[imageLength] : [];
    }

    /// <summary>The batch's number within its epoch, from 0.</summary>
    public int Number { get; private set; }

    /// <summary>The number of pictures.</summary>
    public int Count { get; private set; }

    /// <summary>Floats of a picture: height x width x channels.</summary>
    public int ImageLength { get; }

    /// <summary>Whether inputs differ from targets. If not, both are the same memory.</summary>
    public bool IsCorrupted => _input is not null;

    /// <summary>The pictures' indices in their set.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, Count);

    /// <summary>The model's input: Count x height x width x channels values in [0, 1].</summary>
    public ReadOnlySpan<float> Input => (_input ?? _target).AsSpan(0, Count * ImageLength);

    /// <summary>The model's target output: Count x height x width x channels values in [0, 1].</summary>
    public ReadOnlySpan<float> Target => _target.AsSpan(0, Count * ImageLength);

    internal void Fill(PixelSet pictures, BatchOptions options, ReadOnlySpan<int> indices, int number, uint epoch)
    {
        Number = number;
        Count = indices.Length;
        indices.CopyTo(_indices);
        var share = epoch == Corruption.EvaluationEpoch ? null : options.Share;
        var (start, length) = share?.Invoke(indices.Length) ?? (0, indices.Length);
        for (int i = start; i < start + length; i++)
        {
            int picture = indices[i];
            var target = _target.AsSpan(i * ImageLength, ImageLength);
            PixelValues.ToUnit(Part(pictures, picture, options.Seed, epoch), target);
            if (options.Flip && epoch != Corruption.EvaluationEpoch && Mirror.IsDrawn(options.Seed, epoch, (uint)picture))
            {
                Mirror.Rows(target, _shape);
            }
            if (epoch != Corruption.EvaluationEpoch)
            {
                PictureAugmentation.Apply(target, _room, _shape, options, epoch, (uint)picture);
            }
            if (_input is not null)
            {
                var input = _input.AsSpan(i * ImageLength, ImageLength);
                options.Corruption.Apply(target, input, _shape.Width, _shape.Height, options.Seed, epoch, (uint)picture);
            }
        }
    }

    private ReadOnlySpan<byte> Part(PixelSet pictures, int picture, ulong seed, uint epoch)
    {
        var whole = pictures.Image(picture, _whole);
        if (pictures.Shape == _shape)
        {
            return whole;
        }
        var place = Cut.Place(pictures.Shape.Size, _shape.Size, seed, epoch, (uint)picture);
        Cut.Copy(whole, pictures.Shape, place, _shape.Size, _part);
        return _part;
    }
}
