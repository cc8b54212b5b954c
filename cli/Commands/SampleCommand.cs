using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>sample RUN</c>: new pictures from a vae.</summary>
internal sealed class SampleCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly Option<string> _out;
    private readonly OptionFlags<SamplingOptions> _options;

    internal SampleCommand()
        : base("sample", "Draws new pictures from a trained vae, as a grid.")
    {
        _run = AddArgument("RUN", "a run folder of a vae (its best checkpoint) or a checkpoint file in one", ArgumentArity.ExactlyOne);
        _out = AddOutput("out", "PNG", "the file to write; it must not exist", isRequired: true);
        _options = new OptionFlags<SamplingOptions>(this, SamplingOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        string path = parsed.GetRequiredValue(_out);
        OutputPaths.RequireNewFile(parsed, path);
        var options = _options.Apply(
            parsed,
            new SamplingOptions { Run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]), Out = path, Overwrite = true });
        var result = Progress.Run(invocation, observer => Sampler.Run(options, observer, invocation.Stop));
        invocation.Write($"{result.Out} holds {Quantity.Of(result.Count, "picture")} of {result.ImageSize.Sides}.");
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
