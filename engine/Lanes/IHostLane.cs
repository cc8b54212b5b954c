using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices.Simd;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>A lane in host memory, with the operations that only CPU loops may use.</summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
internal unsafe interface IHostLane<TSelf> : IMemoryLane<TSelf, HostFloats>
    where TSelf : struct, IHostLane<TSelf>
{
    static abstract TSelf Load(float* source);

    static abstract void Store(TSelf value, float* target);

    /// <summary>
    /// sum += a · b, rounded once where the processor can. It assigns to the lane's field: in .NET 10 a result that is returned and then
    /// stored costs a copy between registers, seven of them per step of a tile.
    /// </summary>
    static abstract void AddProduct(ref TSelf sum, TSelf a, TSelf b);

    /// <summary>The sum of the elements, in a fixed order.</summary>
    static abstract float Sum(TSelf value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf IMemoryLane<TSelf, HostFloats>.Load(HostFloats x, int i) => TSelf.Load(x.Pointer + i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void IMemoryLane<TSelf, HostFloats>.Store(TSelf value, HostFloats y, int i) => TSelf.Store(value, y.Pointer + i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float IMemoryLane<TSelf, HostFloats>.At(HostFloats x, int i) => x.Pointer[i];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint IMemoryLane<TSelf, HostFloats>.BitsAt(HostFloats x, int i) => ((uint*)x.Pointer)[i];
}
