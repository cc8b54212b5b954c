using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine.Lanes;

internal readonly partial struct ScalarLane : ISimtLane<ScalarLane>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ScalarLane IMemoryLane<ScalarLane, ArrayView<float>>.Load(ArrayView<float> x, int i) => new(x[i]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void IMemoryLane<ScalarLane, ArrayView<float>>.Store(ScalarLane value, ArrayView<float> y, int i) => y[i] = value.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float IMemoryLane<ScalarLane, ArrayView<float>>.At(ArrayView<float> x, int i) => x[i];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint IMemoryLane<ScalarLane, ArrayView<float>>.BitsAt(ArrayView<float> x, int i) => x.Cast<uint>()[i];
}
