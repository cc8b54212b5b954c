using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>decompress RUN FILE...</c>: .iae files as PNG files.</summary>
internal sealed class DecompressCommand : CliCommand
{
    private readonly Argument<string[]> _run, _files;
    private readonly Option<string> _out;
    private readonly OptionFlags<ComputeOptions> _compute;

    internal DecompressCommand()
        : base("decompress", "Turns .iae files into PNG files, with the run that compressed them.")
    {
        _run = AddArgument("RUN", "the run that compressed them", ArgumentArity.ExactlyOne);
        _files = AddArgument("FILE", "files, and folders of them", ArgumentArity.OneOrMore);
        _out = AddOutput("out", "DIR", "the folder to write to", isRequired: true);
        _compute = new OptionFlags<ComputeOptions>(this, ComputeOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var options = _compute.Apply(parsed, new DecompressOptions
        {
            Run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]),
            Inputs = parsed.GetRequiredValue(_files),
            Out = parsed.GetRequiredValue(_out),
            Overwrite = OutputPaths.MayReplace(parsed, parsed.GetRequiredValue(_out)),
        });
        var result = Progress.Run(invocation, observer => Compressor.Decompress(options, observer, invocation.Stop));
        invocation.Write($"{result.Out} holds {Quantity.Of(result.Pictures.Count, "picture")}.");
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
