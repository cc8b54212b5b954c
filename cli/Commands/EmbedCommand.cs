using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>embed RUN INPUT...</c>: pictures as latent vectors in a file.</summary>
internal sealed class EmbedCommand : CliCommand
{
    private readonly Argument<string[]> _run, _inputs;
    private readonly Option<string> _out;
    private readonly OptionFlags<ComputeOptions> _compute;

    internal EmbedCommand()
        : base("embed", "Writes the latent vectors of pictures, with the pictures' names in a column or in a file beside them.")
    {
        _run = AddArgument("RUN", "a run folder (its best checkpoint) or a checkpoint file in one", ArgumentArity.ExactlyOne);
        _inputs = AddArgument("INPUT", "files, folders and globs", ArgumentArity.OneOrMore);
        _out = AddOutput(
            "out", "FILE", $"the file to write, ending in {string.Join(", ", Embedder.Formats)}; it must not exist", isRequired: true);
        _compute = new OptionFlags<ComputeOptions>(this, ComputeOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        string path = parsed.GetRequiredValue(_out);
        OutputPaths.RequireNewFile(path);
        if (Embedder.NamesFileOf(path) is { } names)
        {
            OutputPaths.RequireNewFile(names);
        }

        var options = _compute.Apply(
            parsed, new EmbedOptions { Run = parsed.GetRequiredValue(_run)[0], Inputs = parsed.GetRequiredValue(_inputs), Out = path });
        var result = Progress.Run(invocation, observer => Embedder.Run(options, observer, invocation.Stop));
        invocation.Write(
            $"{Text.Count(result.Images)} vectors of {result.Latent} are in "
            + $"{result.Out}{(result.Names is null ? "" : $", their pictures' names in {result.Names}")}.");
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
