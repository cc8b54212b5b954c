using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>embed RUN INPUT...</c>: pictures as latent vectors in a file.</summary>
internal sealed class EmbedCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly InputList _inputs;
    private readonly Option<string> _out;
    private readonly ShardOption _shard;
    private readonly OptionFlags<EmbedOptions> _options;

    internal EmbedCommand()
        : base("embed", "Writes the latent vectors of pictures, with the pictures' names in a column or in a file beside them.")
    {
        _run = AddArgument("RUN", RunHelp, ArgumentArity.ExactlyOne);
        _inputs = AddInputs("files, folders and globs");
        _out = AddOutput(
            "out", "FILE", $"the file to write, ending in {string.Join(", ", Embedder.Formats)}; it must not exist", isRequired: true);
        _shard = new ShardOption(this);
        _options = new OptionFlags<EmbedOptions>(this, EmbedOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        string path = parsed.GetRequiredValue(_out);
        RequireNewFiles(invocation, path);

        var options = _options.Apply(parsed, new EmbedOptions
        {
            Run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]),
            Inputs = _inputs.Read(parsed),
            Out = path,
            Shard = _shard.Read(parsed, invocation.Note),
        });
        var result = Progress.Run(invocation, observer => Embedder.Run(options, observer, invocation.Stop));
        Render(invocation, result);
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    /// <exception cref="ConfigurationException">The file of vectors, or that of names beside it, exists.</exception>
    internal static void RequireNewFiles(Invocation invocation, string path)
    {
        OutputPaths.RequireNewFile(invocation.Result, path);
        if (Embedder.NamesFileOf(path) is { } names)
        {
            OutputPaths.RequireNewFile(invocation.Result, names);
        }
    }

    /// <summary>Says what was written.</summary>
    internal static void Render(Invocation invocation, EmbedResult result)
    {
        string shard = result.Shard is null ? "" : $"Shard {result.Shard}: ";
        invocation.Write(
            $"{shard}{result.Out} holds {Quantity.Of(result.Images, "vector")} of {Quantity.Of(result.Latent, "number")}"
            + $"{(result.Names is null ? "" : $", {result.Names} the names of their pictures")}"
            + $"{(result.WasDone ? "; it was made before, and is left as it is" : "")}.");
    }
}
