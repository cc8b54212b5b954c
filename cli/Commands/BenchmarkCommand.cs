using System.CommandLine;
using System.Globalization;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>benchmark</c>: images or operations a second on this device.</summary>
internal sealed class BenchmarkCommand : CliCommand
{
    private static readonly BenchmarkOptions s_defaults = new();

    private readonly Argument<string[]> _target;
    private readonly Func<ParseResult, BenchmarkMode> _mode;
    private readonly Func<ParseResult, int> _batch, _imageSize, _latent, _size;
    private readonly Func<ParseResult, double> _seconds;
    private readonly ComputeFlags _compute;

    internal BenchmarkCommand()
        : base("benchmark", "Measures the speed of a model or of one operation on this device.")
    {
        string[] targets = [.. BenchmarkRunner.Targets];
        _target = AddArgument("MODEL", $"one of {string.Join(", ", targets)} [default: {s_defaults.Target}]", ArgumentArity.ZeroOrOne, targets);
        _mode = AddOption("--mode", OptionParser.OneOf(("step", BenchmarkMode.Step), ("infer", BenchmarkMode.Infer)), "training steps or inference", s_defaults.Mode);
        _batch = AddOption("--batch", OptionParser.Number(1, 65_536), "pictures a step", s_defaults.Batch);
        _imageSize = AddOption("--image-size", OptionParser.Number(16, 1024), "side of the pictures in pixels, a multiple of 16", s_defaults.ImageSize);
        _latent = AddOption("--latent", OptionParser.Number(1, 65_536), "size of the latent vector", s_defaults.Latent);
        _size = AddOption("--size", OptionParser.Number(1, 16_384), "side of the matrices of matmul", s_defaults.Size);
        _seconds = AddOption("--seconds", OptionParser.Number(0.01, 3600), "length of the timed window", s_defaults.Seconds);
        _compute = new ComputeFlags(this);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var compute = _compute.Read(parsed);
        var options = new BenchmarkOptions
        {
            Target = parsed.GetValue(_target) is [var target] ? target : s_defaults.Target,
            Mode = _mode(parsed),
            Batch = _batch(parsed),
            ImageSize = _imageSize(parsed),
            Latent = _latent(parsed),
            Size = _size(parsed),
            Seconds = _seconds(parsed),
            Device = compute.Device,
            Threads = compute.Threads,
            Precision = compute.Precision,
        };
        invocation.Note($"{options.Target}: warming up, then measuring for {options.Seconds.ToString(CultureInfo.InvariantCulture)} s");
        var result = BenchmarkRunner.Run(options, new PlainProgress(invocation.Console.Error, invocation.IsQuiet, TimeProvider.System), invocation.Stop);
        foreach (string line in TextTable.Fields(
            ("model", result.Model),
            ("device", result.Device),
            ("mode", result.Mode),
            ("batch", result.Batch is { } batch ? Text.Count(batch) : null),
            ("image size", Text.Count(result.ImageSize)),
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
