using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>merge OUT</c>: the results of all shards as one.</summary>
internal sealed class MergeCommand : CliCommand
{
    private readonly Argument<string[]> _out;
    private readonly PictureList _list;

    internal MergeCommand()
        : base("merge", "Puts the results of all shards together, with the bytes that the command writes without --shard.")
    {
        _out = AddArgument(
            "OUT", "the file or folder that the command was given with --shard; it must not exist, or lack what is merged",
            ArgumentArity.ExactlyOne, isOutput: true);
        _list = new PictureList(this);
    }

    protected override int Run(Invocation invocation)
    {
        string path = invocation.Result.GetRequiredValue(_out)[0];
        _list.RequireNewFile(invocation);
        switch (Shards.CommandOf(path))
        {
            case Reconstructor.Command:
                Show(Reconstructor.Merge, result => ReconstructCommand.Render(invocation, result, _list));
                break;
            case Denoiser.Command:
                Show(Denoiser.Merge, result => DenoiseCommand.Render(invocation, result, _list));
                break;
            case Compressor.Command:
                Show(Compressor.Merge, result => CompressCommand.Render(invocation, result, _list));
                break;
            case AnomalyDetector.Command:
                OutputPaths.RequireNewFile(invocation.Result, path);
                Show(AnomalyDetector.Merge, result => AnomalyScoreCommand.Render(invocation, result, _list));
                break;
            default:
                EmbedCommand.RequireNewFiles(invocation, path);
                Show(Embedder.Merge, result => EmbedCommand.Render(invocation, result));
                break;
        }

        return ExitCodes.Ok;

        void Show<T>(Func<string, ITaskObserver?, CancellationToken, T> merge, Action<T> render)
        {
            var result = Progress.Run(invocation, observer => merge(path, observer, invocation.Stop));
            render(result);
            invocation.WriteJson(result);
        }
    }
}
