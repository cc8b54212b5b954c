namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Along one axis: the image positions index, index + stride, ... They are reached by the same taps, so they are a stride-1 convolution
/// of the patch side, which is read upwards while kernel indices go down.
/// </summary>
internal readonly struct InputPhase
{
    private readonly Axis _axis;
    private readonly int _index, _lowestTap;

    internal InputPhase(Axis axis, int index)
    {
        (_axis, _index) = (axis, index);
        _lowestTap = (index + axis.Padding) % axis.Stride;
        Taps = _lowestTap < axis.Kernel ? ((axis.Kernel - 1 - _lowestTap) / axis.Stride) + 1 : 0;
    }

    /// <summary>Number of non-empty phases.</summary>
    internal static int CountOf(Axis axis) => Math.Min(axis.Stride, axis.In);

    /// <summary>The patch side with enough zeros around it that every phase stays inside.</summary>
    internal static Margin Margin(Axis axis)
    {
        int before = 0, end = axis.Out;
        for (int index = 0; index < CountOf(axis); index++)
        {
            var phase = new InputPhase(axis, index);
            before = Math.Max(before, -phase.First);
            end = Math.Max(end, phase.First + phase.Count - 1 + phase.Taps);
        }

        return new(axis.Out, before, before + end);
    }

    internal int Taps { get; }

    /// <summary>Image positions of this phase.</summary>
    private int Count => ((_axis.In - 1 - _index) / _axis.Stride) + 1;

    /// <summary>The patch-side position that the highest tap of the first image position reads; it may be negative.</summary>
    private int First => ((_index + _axis.Padding - _lowestTap) / _axis.Stride) - (Taps - 1);

    /// <summary>The kernel index of a tap.</summary>
    internal int Kernel(int tap) => _lowestTap + ((Taps - 1 - tap) * _axis.Stride);

    internal GridAxis Grid(Margin margin) => new(
        Count, PatchStart: margin.Before + First, PatchStep: 1, ResultStart: _index, ResultStep: _axis.Stride, ResultSide: _axis.In);
}
