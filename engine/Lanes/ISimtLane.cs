using ILGPU;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>A lane in the memory of an ILGPU accelerator: a float, or four neighbours that a GPU moves in one instruction.</summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
internal interface ISimtLane<TSelf> : IMemoryLane<TSelf, ArrayView<float>>
    where TSelf : unmanaged, ISimtLane<TSelf>;
