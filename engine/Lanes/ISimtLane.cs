using ILGPU;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>A lane that Simt kernels load and store: a float, or four neighbours that a GPU moves in one instruction.</summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
internal interface ISimtLane<TSelf> : ILane<TSelf>
    where TSelf : unmanaged, ISimtLane<TSelf>
{
    /// <summary>Elements in the lane.</summary>
    static abstract int Width { get; }

    /// <summary>The elements from <paramref name="i"/> on, a multiple of the width.</summary>
    static abstract TSelf Load(ArrayView<float> x, int i);

    static abstract void Store(TSelf value, ArrayView<float> y, int i);

    /// <summary>Four neighbours, or that of them which element <paramref name="i"/> is: what one call of a random generator gives.</summary>
    static abstract TSelf OfFour(int i, float x, float y, float z, float w);
}
