using System.CommandLine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary><c>--device</c>, <c>--threads</c> and <c>--precision</c>.</summary>
internal sealed class ComputeFlags(Command command)
{
    private readonly TrainingFlags _flags = new(command, "device", "threads", "precision");

    internal ComputeOptions Read(ParseResult result)
    {
        var options = _flags.Apply(result);
        return new ComputeOptions { Device = options.Device, Threads = options.Threads, Precision = options.Precision };
    }

    /// <summary>The options of a task with what was said of the device.</summary>
    internal T Apply<T>(ParseResult result, T options)
        where T : ComputeOptions
    {
        var compute = Read(result);
        return (T)(options with { Device = compute.Device, Threads = compute.Threads, Precision = compute.Precision });
    }
}
