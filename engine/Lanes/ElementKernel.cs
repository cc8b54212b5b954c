using System.Runtime.CompilerServices;
using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simd;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>
/// The body of an element-wise kernel, for both kinds of execution: handles the elements from i on that one lane holds.
/// </summary>
/// <typeparam name="TMemory">Where its operands are.</typeparam>
internal interface IElementBody<TMemory>
    where TMemory : struct
{
    void Invoke<T>(int i)
        where T : struct, IMemoryLane<T, TMemory>;
}

/// <summary>Runs one body on either kind of device.</summary>
internal static class ElementKernel
{
    /// <summary>Handles all elements on the CPU.</summary>
    internal static void Run<TBody>(SimdDevice device, int count, in TBody body)
        where TBody : struct, IElementBody<HostFloats>
    {
        var onHost = new OnHost<TBody>(body);
        ElementLoop.Run(device, count, ref onHost);
    }

    /// <summary>Handles all elements on an ILGPU accelerator.</summary>
    /// <param name="device">Where.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="body">What happens to each.</param>
    /// <param name="operands">The storages that the body reads and writes by lanes.</param>
    internal static void Run<TBody>(SimtDevice device, int count, in TBody body, params ReadOnlySpan<Storage> operands)
        where TBody : struct, IElementBody<ArrayView<float>> => SimtLoop<TBody>.Launch(device, count, body, true, operands);

    /// <summary>Handles element 0 alone: sums and counters that stay on the device.</summary>
    internal static void RunOnce<TBody>(SimdDevice device, in TBody body)
        where TBody : struct, IElementBody<HostFloats> => body.Invoke<ScalarLane>(0);

    /// <inheritdoc cref="RunOnce{TBody}(SimdDevice, in TBody)"/>
    internal static void RunOnce<TBody>(SimtDevice device, in TBody body)
        where TBody : struct, IElementBody<ArrayView<float>> => SimtLoop<TBody>.LaunchOnce(device, body);
}

/// <summary>Adapts a body for both kinds of execution to the loop on the CPU.</summary>
internal struct OnHost<TBody>(TBody body) : IElementBody
    where TBody : struct, IElementBody<HostFloats>
{
    private TBody _body = body;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<T>(int i)
        where T : struct, IHostLane<T> => _body.Invoke<T>(i);
}
