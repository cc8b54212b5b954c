using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>Which tile sizes products may use.</summary>
internal enum TileChoice
{
    /// <summary>The largest that leave enough groups.</summary>
    ByShape,

    /// <summary>At most 64 x 64: OpenCL guarantees only 32 KB of local memory.</summary>
    Moderate,

    /// <summary>The smallest: each thread of the simulator is an operating-system thread.</summary>
    Smallest,
}

/// <summary>What kernels are laid out for.</summary>
/// <param name="ElementThreads">Threads per group of an element-wise kernel.</param>
/// <param name="ElementGroups">The most groups of an element-wise kernel.</param>
/// <param name="EnoughGroups">Groups that leave no multiprocessor idle. Sums are split by it, so it depends on the kind of device, not on
/// the model: an H200 has 132 multiprocessors.</param>
/// <param name="Tiles">Which tile sizes products may use.</param>
/// <param name="HasAsyncCopies">Whether global memory is copied into shared memory by <see cref="AsyncCopy"/>.</param>
/// <param name="HasTensorCores">Whether products are computed by <see cref="TensorCore"/>.</param>
internal sealed record SimtTarget(
    int ElementThreads, int ElementGroups, int EnoughGroups, TileChoice Tiles, bool HasAsyncCopies, bool HasTensorCores)
{
    /// <summary>Any NVIDIA GPU, in float32.</summary>
    internal static readonly SimtTarget Turing = new(
        ElementThreads: 256, ElementGroups: 2048, EnoughGroups: 132, TileChoice.ByShape, HasAsyncCopies: false, HasTensorCores: false);

    /// <summary>sm_80 and later, in float32.</summary>
    internal static readonly SimtTarget AmpereFloat = Turing with { HasAsyncCopies = true };

    /// <summary>sm_80 and later, in tf32.</summary>
    internal static readonly SimtTarget AmpereTensor = AmpereFloat with { HasTensorCores = true };

    internal static readonly SimtTarget OpenCL = Turing with { Tiles = TileChoice.Moderate };

    /// <summary>One group of few threads: each is a thread of the operating system.</summary>
    internal static readonly SimtTarget Simulator = new(
        ElementThreads: 4, ElementGroups: 1, EnoughGroups: 1, TileChoice.Smallest, HasAsyncCopies: false, HasTensorCores: false);

    /// <summary>The tensor-core kernels on groups of one warp.</summary>
    internal static readonly SimtTarget TensorSimulator = Simulator with { HasAsyncCopies = true, HasTensorCores = true };

    /// <summary>What a CUDA device supports, but no more than was asked for.</summary>
    internal static SimtTarget OfCuda(Device device, Precision precision) =>
        device is not CudaDevice { Architecture: { } architecture } || architecture < CudaArchitecture.SM_80
            ? Turing : precision == Precision.Tf32 ? AmpereTensor : AmpereFloat;
}

/// <summary>A launch as a rehearsal records it.</summary>
internal readonly record struct KernelLaunch(Delegate Kernel, int Groups, int GroupSize, object? Args = null);
