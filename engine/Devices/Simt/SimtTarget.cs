namespace ILGpuAutoencoders.Engine;

/// <summary>What kernels are laid out for.</summary>
/// <param name="ElementThreads">Threads a group of an element-wise kernel.</param>
/// <param name="ElementGroups">The most groups of one.</param>
internal sealed record SimtTarget(int ElementThreads, int ElementGroups)
{
    internal static readonly SimtTarget Cuda = new(ElementThreads: 256, ElementGroups: 2048);

    internal static readonly SimtTarget OpenCL = new(ElementThreads: 256, ElementGroups: 2048);

    /// <summary>One group of few threads: each is a thread of the operating system.</summary>
    internal static readonly SimtTarget Simulator = new(ElementThreads: 4, ElementGroups: 1);
}

/// <summary>A launch as a rehearsal notes it.</summary>
internal readonly record struct KernelLaunch(Delegate Kernel, int Groups, int GroupSize);
