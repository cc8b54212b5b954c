using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>interpolate RUN A B</c>: a walk between two pictures.</summary>
internal sealed class InterpolateCommand : CliCommand
{
    private readonly Argument<string[]> _run, _from, _to;
    private readonly Option<string> _out;
    private readonly OptionFlags<InterpolationOptions> _options;

    internal InterpolateCommand()
        : base("interpolate", "Walks between two pictures through latent space; the row under the walk mixes their pixels instead.")
    {
        _run = AddArgument("RUN", RunHelp, ArgumentArity.ExactlyOne);
        _from = AddArgument("A", "the first picture", ArgumentArity.ExactlyOne);
        _to = AddArgument("B", "the last picture", ArgumentArity.ExactlyOne);
        _out = AddOutput("out", "PNG", "the grid to write; it must not exist", isRequired: true);
        _options = new OptionFlags<InterpolationOptions>(
            this, InterpolationOptions.Table, InterpolationOptions.Table.Options.Select(option => option.Key).Except(["follow-links"]));
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        string path = parsed.GetRequiredValue(_out);
        OutputPaths.RequireNewFile(parsed, path);
        var options = _options.Apply(parsed, new InterpolationOptions
        {
            Run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]),
            From = parsed.GetRequiredValue(_from)[0],
            To = parsed.GetRequiredValue(_to)[0],
            Out = path,
        });
        var result = Progress.Run(invocation, observer => Interpolation.Run(options, observer, invocation.Stop));
        invocation.Write($"{result.Out} holds {Quantity.Of(result.Steps, "step")} over a distance of {Text.Ratio(result.Distance)}.");
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
