using System.Runtime.CompilerServices;
using ILGPU;

namespace ILGpuAutoencoders.Engine.Lanes;

internal readonly partial struct ScalarLane : ISimtLane<ScalarLane>
{
    static int ISimtLane<ScalarLane>.Width => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ScalarLane ISimtLane<ScalarLane>.Load(ArrayView<float> x, int i) => new(x[i]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ISimtLane<ScalarLane>.Store(ScalarLane value, ArrayView<float> y, int i) => y[i] = value.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ScalarLane ISimtLane<ScalarLane>.OfFour(int i, float x, float y, float z, float w) => new((i & 2) == 0 ? (i & 1) == 0 ? x : y : (i & 1) == 0 ? z : w);
}
