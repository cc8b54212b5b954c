using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>reconstruct RUN INPUT...</c>: reconstructs pictures with a trained model.</summary>
internal sealed class ReconstructCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly InputList _inputs;
    private readonly Option<string> _out;
    private readonly ShardOption _shard;
    private readonly PictureList _list;
    private readonly OptionFlags<ReconstructionOptions> _options;

    internal ReconstructCommand()
        : base("reconstruct", "Reconstructs pictures with a trained model; writes them, and a grid, largest error first.")
    {
        _run = AddArgument("RUN", RunHelp, ArgumentArity.ExactlyOne);
        _inputs = AddInputs("files, folders and globs");
        _out = AddOutput("out", "DIR", "the folder to write to", isRequired: true);
        _shard = new ShardOption(this);
        _list = new PictureList(this);
        _options = new OptionFlags<ReconstructionOptions>(this, ReconstructionOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        _list.RequireNewFile(invocation);
        var options = _options.Apply(parsed, new ReconstructionOptions
        {
            Run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]),
            Inputs = _inputs.Read(parsed),
            Out = parsed.GetRequiredValue(_out),
            Overwrite = OutputPaths.MayReplace(parsed, parsed.GetRequiredValue(_out)),
            Shard = _shard.Read(parsed, invocation.Note),
        });
        var result = Progress.Run(invocation, observer => Reconstructor.Run(options, observer, invocation.Stop));
        Render(invocation, result, _list);
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    /// <summary>Says what was written.</summary>
    internal static void Render(Invocation invocation, ReconstructionResult result, PictureList list)
    {
        if (ShardLine.IsWritten(invocation, result, result.Pictures.Count))
        {
            return;
        }

        invocation.Write(
            $"{result.Out} holds {Quantity.Of(result.Pictures.Count, "picture")}: MSE {Text.Loss(result.Pictures.Average(p => p.Mse))}, "
            + $"PSNR {Text.Decibels(result.Pictures.Average(p => p.Psnr))}{(result.Grid is null ? "" : $"; grid: {result.Grid}")}");
        list.Write<ReconstructedPicture>(
            invocation, "largest errors", [.. result.Pictures.OrderByDescending(picture => picture.Mse)], picture => picture.Input,
            new("MSE", "mse", picture => Text.Loss(picture.Mse), picture => picture.Mse),
            new("PSNR", "psnr", picture => Text.Decibels(picture.Psnr), picture => picture.Psnr),
            new("output", "output", picture => SharedFolder.Below(result.Out, picture.Output), picture => picture.Output));
    }
}
