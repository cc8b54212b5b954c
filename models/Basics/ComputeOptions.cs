using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using static ILGpuAutoencoders.Models.NumberRange;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.ComputeOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>What a task runs on.</summary>
public record ComputeOptions
{
    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda[:N]</c>, <c>opencl[:N]</c> or <c>simulator</c>; <c>auto</c> unless set.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads that compute on the CPU, 0 to 1,024; 0, the default, for one per processor. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>How matrix products are computed; null, the default, is tf32 on CUDA and fp32 elsewhere.</summary>
    public Precision? Precision { get; init; }

    /// <summary>These options by key.</summary>
    public static OptionTable<ComputeOptions> Table { get; } = new(new(),
    [.. ((Row[])[
        Row.Of("device", CommonValues.Devices, "what to compute on",
            o => o.Device, (o, v) => o with { Device = v }, scope: _ => OptionScope.Place),
        Row.Of("threads", From(0).To(1024).With("where 0 means one per processor"), "threads that compute on the CPU",
            o => o.Threads, (o, v) => o with { Threads = v }, remark: "results do not depend on it", scope: _ => OptionScope.Place),
        Row.Of("precision", CommonValues.Precisions, "of matrix products", o => o.Precision, (o, v) => o with { Precision = v })
            .Otherwise("tf32 on CUDA, else fp32"),
    ]).Select(row => row.Under("Device"))]);

    /// <summary>The options of a task, those of the device last.</summary>
    private protected static OptionTable<T> TableOf<T>(T defaults, params IEnumerable<OptionDescriptor<T>> own)
        where T : ComputeOptions => new(defaults, [.. own, .. Table.Options.Select(option => option.For<T>())]);
}
