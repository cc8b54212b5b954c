using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>data pixels</c>: the resized pixels of one part as raw bytes, for other programs.</summary>
internal sealed class DataPixelsCommand : CliCommand
{
    private readonly Option<string> _out;
    private readonly Func<ParseResult, DatasetSplit> _split;
    private readonly OptionFlags<TrainingOptions> _flags;

    internal DataPixelsCommand()
        : base(
            "pixels",
            "Writes the resized pixels of one part as raw bytes: picture after picture, rows from the top, RGB or grey (NHWC).")
    {
        _split = AddOption("split", EvaluationOptions.Splits, "the part to write", DatasetSplit.Train);
        _out = AddOutput("out", "FILE.u8", "the file to write; it must not exist", isRequired: true);
        _flags = new OptionFlags<TrainingOptions>(
            this, TrainingOptions.Table, "data", "image-size", "channels", "crop", "fit", "seed", "data-seed", "max-bad", "max-pixels",
            "follow-links");
    }

    protected override int Run(Invocation invocation)
    {
        var options = _flags.Apply(invocation.Result);
        string path = invocation.Result.GetRequiredValue(_out);
        OutputPaths.RequireNewFile(invocation.Result, path);
        var dataset = Dataset.Open(options.Data, new DatasetOptions
        {
            Pixels = new PixelOptions
            {
                Size = options.ImageSize,
                Channels = options.Channels,
                Crop = options.Crop,
                Fit = options.Fit,
                MaxBadFraction = options.MaxBad,
                MaxPixels = options.MaxPixels,
                FollowLinks = options.FollowLinks
            },
            SplitSeed = options.Seed,
            FacesSeed = options.DataSeed,
        }, invocation.Stop);
        var leftOut = dataset.Index.LeftOut;
        if (!leftOut.IsEmpty)
        {
            invocation.Console.Error.WriteLine($"warning: {leftOut}");
        }

        var pixels = dataset.Load(_split(invocation.Result), cancellation: invocation.Stop);
        foreach (var bad in pixels.Bad)
        {
            invocation.Console.Error.WriteLine(PlainText.Of($"warning: {bad.Name} is left out: {bad.Problem}"));
        }

        AtomicFile.Write(path, file => pixels.WriteTo(file, invocation.Stop), isDurable: false);

        var (width, height, channels) = pixels.Shape;
        invocation.Write($"{path} holds {Quantity.Of(pixels.Count, "picture")} of {height} x {width} x {channels} bytes.");
        invocation.WriteJson(
            new
            {
                Out = path,
                Images = pixels.Count,
                Bad = pixels.Bad.Count,
                ImageSize = pixels.Shape.Size,
                pixels.Shape.Channels,
                Bytes = (long)pixels.Count * pixels.ImageLength,
                LeftOut = leftOut
            });
        return ExitCodes.Ok;
    }
}
