using System.CommandLine;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>merge OUT</c>: the results of all shards as one.</summary>
internal sealed class MergeCommand : CliCommand
{
    private readonly Argument<string[]> _out;

    internal MergeCommand()
        : base("merge", "Puts the vectors of all shards into one file, with the bytes that embed writes without --shard.") =>
        _out = AddArgument("OUT", "the file that embed --shard was given; it must not exist", ArgumentArity.ExactlyOne, isOutput: true);

    protected override int Run(Invocation invocation)
    {
        string path = invocation.Result.GetRequiredValue(_out)[0];
        EmbedCommand.RequireNewFiles(invocation, path);
        var result = Progress.Run(invocation, observer => Embedder.Merge(path, observer, invocation.Stop));
        EmbedCommand.Render(invocation, result);
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
