using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>sample RUN</c>: new pictures from a vae.</summary>
internal sealed class SampleCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly Option<string> _out;
    private readonly Func<ParseResult, int> _count;
    private readonly Func<ParseResult, ulong> _seed;
    private readonly ComputeFlags _compute;

    internal SampleCommand()
        : base("sample", "Draws new pictures from a trained vae, as a grid.")
    {
        _run = AddArgument("RUN", "a run folder of a vae (its best checkpoint) or a checkpoint file in one", ArgumentArity.ExactlyOne);
        _count = AddOption("--count", OptionParser.Number(1, 10_000), "number of pictures", 64);
        _out = AddOption("--out", "PNG", "the file to write; it must not exist", isRequired: true);
        _seed = AddOption("--seed", OptionParser.Number(0ul, ulong.MaxValue), "decides the pictures", 0ul);
        _compute = new ComputeFlags(this);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var compute = _compute.Read(parsed);
        var options = new SamplingOptions
        {
            Run = parsed.GetRequiredValue(_run)[0],
            Out = parsed.GetRequiredValue(_out),
            Count = _count(parsed),
            Seed = _seed(parsed),
            Device = compute.Device,
            Threads = compute.Threads,
            Precision = compute.Precision,
        };
        var result = Progress.Run(invocation, observer => Sampler.Run(options, observer, invocation.Stop));
        invocation.Write($"{Text.Count(result.Count)} pictures of {result.ImageSize} x {result.ImageSize} are in {result.Out}");
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
