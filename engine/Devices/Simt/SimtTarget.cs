using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>Which tiles products may be cut into.</summary>
internal enum TileChoice
{
    /// <summary>The largest that leave enough groups.</summary>
    ByShape,

    /// <summary>None above 64 x 64: OpenCL promises no more than 32 KB of local memory.</summary>
    Moderate,

    /// <summary>The smallest: the simulator makes a thread of the operating system of each of its threads.</summary>
    Smallest,
}

/// <summary>What kernels are laid out for.</summary>
/// <param name="ElementThreads">Threads a group of an element-wise kernel.</param>
/// <param name="ElementGroups">The most groups of one.</param>
/// <param name="EnoughGroups">Groups that leave no multiprocessor idle. Sums are split by it, so it is a number of the kind of device and
/// not of the device: an H200 has 132.</param>
/// <param name="Tiles">Which tiles products may be cut into.</param>
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

    /// <summary>What a CUDA device can do, and no more than was asked for.</summary>
    internal static SimtTarget OfCuda(Device device, Precision precision) =>
        device is not CudaDevice { Architecture: { } architecture } || architecture < CudaArchitecture.SM_80
            ? Turing : precision == Precision.Tf32 ? AmpereTensor : AmpereFloat;
}

/// <summary>A launch as a rehearsal notes it.</summary>
internal readonly record struct KernelLaunch(Delegate Kernel, int Groups, int GroupSize, object? Args = null);
