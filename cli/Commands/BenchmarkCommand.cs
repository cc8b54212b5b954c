using System.CommandLine;
using System.Globalization;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>benchmark</c>: images or operations per second on this device.</summary>
internal sealed class BenchmarkCommand : CliCommand
{
    private static readonly BenchmarkOptions s_defaults = BenchmarkOptions.Table.Defaults;

    private readonly Argument<string[]> _target;
    private readonly OptionFlags<BenchmarkOptions> _options;

    internal BenchmarkCommand()
        : base("benchmark", "Measures the speed of a model or of one operation on this device.")
    {
        _target = AddBenchmarkTarget();
        _options = new OptionFlags<BenchmarkOptions>(this, BenchmarkOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var options = _options.Apply(parsed, parsed.GetValue(_target) is [var target] ? s_defaults with { Target = target } : s_defaults);
        invocation.Note($"{options.Target}: warming up, then measuring for {options.Seconds.ToString(CultureInfo.InvariantCulture)} s");
        var result = BenchmarkRunner.Run(
            options, new PlainProgress(invocation.Console.Error, invocation.IsQuiet, TimeProvider.System), invocation.Stop);
        foreach (string line in TextTable.Fields(
            ("model", result.Model),
            ("device", result.Device),
            ("mode", result.Mode),
            ("batch", result.Batch is { } batch ? Text.Count(batch) : null),
            ("image size", result.ImageSize.ToString()),
            ("speed", result.ImagesPerSecond is { } speed ? Text.Speed(speed) : null),
            ("operations", result.Gflops is { } gflops ? string.Create(CultureInfo.InvariantCulture, $"{gflops:0.0} GFLOP/s") : null),
            ("step", string.Create(CultureInfo.InvariantCulture, $"{result.MsPerStep:0.00} ms")),
            ("peak memory", string.Create(CultureInfo.InvariantCulture, $"{result.PeakMemoryMb:0.0} MiB"))))
        {
            invocation.Write(line);
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
