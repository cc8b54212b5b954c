using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>What a task runs on.</summary>
public record ComputeOptions
{
    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda[:N]</c>, <c>opencl[:N]</c> or <c>simulator</c>; <c>auto</c> unless set.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads that compute on the CPU; 0, the default, for one a processor. It changes no result.</summary>
    public int Threads { get; init; }

    /// <summary>How matrix products are computed; null, the default, is tf32 on CUDA and fp32 elsewhere.</summary>
    public Precision? Precision { get; init; }
}
