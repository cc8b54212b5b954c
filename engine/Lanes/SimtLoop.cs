namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>The body of an element-wise kernel: handles the elements from i on that one lane holds.</summary>
internal interface ISimtBody
{
    void Invoke<T>(int i)
        where T : unmanaged, ISimtLane<T>;
}

/// <summary>
/// The one element-wise loop of Simt: four neighbours at a time, then one by one what is left, which is everything where an operand does not begin
/// at a multiple of four floats.
/// </summary>
internal static class SimtLoop<TBody>
    where TBody : struct, ISimtBody
{
    /// <summary>Launches it.</summary>
    /// <param name="device">Where.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="body">What happens to each.</param>
    /// <param name="operands">The storages that the body reads and writes four floats at a time.</param>
    internal static void Launch(SimtDevice device, int count, in TBody body, params ReadOnlySpan<Storage> operands) => Launch(device, count, body, true, operands);

    /// <summary>Launches it, one by one unless <paramref name="isWide"/>.</summary>
    internal static void Launch(SimtDevice device, int count, in TBody body, bool isWide, params ReadOnlySpan<Storage> operands)
    {
        int quads = isWide && SimtDevice.AreWide(operands) ? count / 4 : 0;
        device.LaunchPerElement(Kernel, Math.Max(quads, count - (4 * quads)), new Args { Body = body, Quads = quads, Rest = count - (4 * quads) });
    }

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

    // The numbers first: see docs/kernels/memory-bound.md on types that ILGPU takes for one.
    internal struct Args
    {
        internal int Quads, Rest;
        internal TBody Body;
    }
}
