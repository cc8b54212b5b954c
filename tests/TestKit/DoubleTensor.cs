using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>What a reference computes on: an array of doubles with a shape, last axis fastest.</summary>
public sealed class DoubleTensor(Shape shape, double[] values)
{
    public DoubleTensor(Shape shape)
        : this(shape, new double[shape.Count])
    {
    }

    public Shape Shape { get; } = shape;

    public double[] Values { get; } = values;

    public static DoubleTensor FromFloats(Shape shape, float[] values) => new(shape, Array.ConvertAll(values, v => (double)v));

    public DoubleTensor As(Shape shape) => new(shape, Values);

    /// <summary>The index of an element of a tensor of four axes, with this tensor's axes of 1 stretched.</summary>
    public int IndexOf(int i0, int i1, int i2, int i3)
    {
        var s = Shape.PadTo4();
        return (((((Math.Min(i0, s[0] - 1) * s[1]) + Math.Min(i1, s[1] - 1)) * s[2]) + Math.Min(i2, s[2] - 1)) * s[3])
            + Math.Min(i3, s[3] - 1);
    }
}
