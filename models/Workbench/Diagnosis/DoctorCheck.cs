namespace ILGpuAutoencoders.Models;

/// <summary>The outcome of a check.</summary>
public enum CheckStatus
{
    /// <summary>It works.</summary>
    Ok,

    /// <summary>The machine has no such thing, and nothing is wrong with that.</summary>
    Absent,

    /// <summary>It is there, or must be, and does not work.</summary>
    Failed,
}

/// <summary>One thing that was checked.</summary>
/// <param name="Name">What: cpu, memory, pictures, charts, disk, cache, cuda:0, opencl:0.</param>
/// <param name="Status">The outcome.</param>
/// <param name="Detail">What was seen, in a phrase.</param>
/// <param name="Advice">What to do about it; null if there is nothing to do.</param>
/// <param name="IsNeeded">Whether training on the CPU needs it.</param>
public sealed record DoctorCheck(string Name, CheckStatus Status, string Detail, string? Advice, bool IsNeeded);
