namespace ILGpuAutoencoders.Engine;

/// <summary>
/// A float32 array of up to four axes on one device, contiguous, last axis fastest; pictures are [N, H, W, C].
/// Its operations are extension methods under Ops.
/// </summary>
public sealed class Tensor
{
    internal Tensor(Shape shape, Storage storage)
    {
        Shape = shape;
        Storage = storage;
    }

    /// <summary>The sizes of its axes.</summary>
    public Shape Shape { get; }

    /// <summary>Where its elements are; views share it.</summary>
    public Storage Storage { get; }

    /// <summary>The device it lives on.</summary>
    public ComputeDevice Device => Storage.Device;

    /// <summary>Number of elements.</summary>
    public int Count => Shape.Count;

    /// <summary>Whether <see cref="Autograd.Backward"/> reaches it: it is a parameter or was computed from one.</summary>
    public bool RequiresGradient { get; internal set; }

    /// <summary>d loss / d this, of the same shape, after <see cref="Autograd.Backward"/>; null before.</summary>
    public Tensor? Gradient { get; internal set; }

    /// <summary>Where the gradient must be written, for parameters whose gradients share one arena.</summary>
    internal Tensor? GradientSlot { get; set; }

    /// <summary>For a gradient: its storage now belongs to the gradient of an operand.</summary>
    internal bool IsMoved { get; set; }

    /// <summary>For a gradient: it is 1 because the backward pass started here.</summary>
    internal bool IsOne { get; init; }

    /// <summary>How it was computed, when gradients flow through it.</summary>
    internal GradientNode? Node { get; set; }

    /// <summary>An uninitialised tensor; within a scope of the device it lives until the scope ends.</summary>
    /// <param name="device">Where it lives.</param>
    /// <param name="shape">Its axes.</param>
    public static Tensor Allocate(ComputeDevice device, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new Tensor(shape, device.Allocate(shape.Count));
    }

    /// <summary>A tensor with the given elements.</summary>
    /// <param name="device">Where it lives.</param>
    /// <param name="shape">Its axes.</param>
    /// <param name="values">Its elements, last axis fastest.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static Tensor FromArray(ComputeDevice device, Shape shape, ReadOnlySpan<float> values)
    {
        var tensor = Allocate(device, shape);
        tensor.CopyFrom(values);
        return tensor;
    }

    /// <summary>Makes this a tensor that gradients are computed for.</summary>
    /// <returns>This tensor.</returns>
    public Tensor WithGradient()
    {
        RequiresGradient = true;
        return this;
    }

    /// <summary>Replaces the elements.</summary>
    /// <param name="values">As many as the tensor has, last axis fastest.</param>
    public void CopyFrom(ReadOnlySpan<float> values)
    {
        if (values.Length != Count)
        {
            throw new ArgumentException(
                $"Tensor: {values.Length} values do not fill the shape {Shape} of {Count}; check the shape.", nameof(values));
        }

        Device.Upload(values, Storage);
    }

    /// <summary>Copies the elements to the host.</summary>
    /// <param name="target">Room for at least <see cref="Count"/> values.</param>
    public void CopyTo(Span<float> target) => Device.Download(Storage, target[..Count]);

    /// <summary>The elements, last axis fastest.</summary>
    public float[] ToArray()
    {
        float[] values = new float[Count];
        CopyTo(values);
        return values;
    }

    /// <summary>The value of a tensor of one element. It waits for the device.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    public float Item()
    {
        if (Count != 1)
        {
            throw new InvalidOperationException($"Tensor: Item needs one element, and {Shape} has {Count}; reduce it first.");
        }

        Span<float> value = stackalloc float[1];
        CopyTo(value);
        return value[0];
    }

    /// <summary>The shape, for debugging.</summary>
    public override string ToString() => $"Tensor {Shape} on {Device.Name}";
}
