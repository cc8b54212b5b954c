using ILGPU;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>
/// The one element-wise loop of Simt: four neighbours at a time, then the rest one by one; everything one by one if an operand does not
/// begin at a multiple of four floats.
/// </summary>
internal static class SimtLoop<TBody>
    where TBody : struct, IElementBody<ArrayView<float>>
{
    /// <summary>Launches it.</summary>
    /// <param name="device">Where.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="body">What happens to each.</param>
    /// <param name="isWide">Whether four neighbours may be handled together.</param>
    /// <param name="operands">The storages that the body reads and writes four floats at a time.</param>
    internal static void Launch(SimtDevice device, int count, in TBody body, bool isWide, params ReadOnlySpan<Storage> operands)
    {
        int quads = isWide && SimtDevice.AreWide(operands) ? count / 4 : 0, rest = count - (4 * quads);
        device.LaunchPerElement(Kernel, Math.Max(quads, rest), new Args { Body = body, Quads = quads, Rest = rest });
    }

    /// <summary>Launches it for element 0 alone.</summary>
    internal static void LaunchOnce(SimtDevice device, in TBody body) => device.LaunchPerElement(OnceKernel, 1, body);

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Quads; i = GridLoop.After(i))
        {
            a.Body.Invoke<Float4>(4 * i);
        }

        for (int i = GridLoop.Start; i < a.Rest; i = GridLoop.After(i))
        {
            a.Body.Invoke<ScalarLane>((4 * a.Quads) + i);
        }
    }

    private static void OnceKernel(TBody body)
    {
        for (int i = GridLoop.Start; i < 1; i = GridLoop.After(i))
        {
            body.Invoke<ScalarLane>(i);
        }
    }

    // The numbers come first: see docs/kernels/memory-bound.md on types that ILGPU mistakes for one another.
    internal struct Args
    {
        internal int Quads, Rest;
        internal TBody Body;
    }
}
