using System.CommandLine;
using System.Globalization;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary>
/// <c>data faces</c>: drawn faces as a folder of PNG files, split as <c>faces:N</c> is, or drawn pictures of anything else.
/// </summary>
internal sealed class DataFacesCommand : CliCommand
{
    private readonly Option<string> _out;
    private readonly Func<ParseResult, int> _count;
    private readonly Func<ParseResult, bool> _isOthers;
    private readonly OptionFlags<TrainingOptions> _flags;

    internal DataFacesCommand()
        : base("faces",
            "Draws faces of nobody into DIR/train, DIR/val and DIR/test: the pictures of faces:N; or pictures of other things into "
            + "one folder per kind.")
    {
        _out = AddOutput("out", "DIR", "the folder to write to; it must be missing or empty", isRequired: true);
        _count = AddOption("count", NumberRange.From(1).To(10_000_000), "number of pictures", GeneratedFaces.DefaultCount);
        _isOthers = AddOption(
            "kind", new NamedValues<bool>(("faces", false), ("others", true)),
            $"faces, or {string.Join(", ", GeneratedOthers.Kinds)} in turn", false);
        _flags = new OptionFlags<TrainingOptions>(this, TrainingOptions.Table, "image-size", "channels", "fit", "data-seed");
    }

    protected override int Run(Invocation invocation)
    {
        string folder = invocation.Result.GetRequiredValue(_out);
        OutputPaths.RequireNewFolder(folder);
        if (_isOthers(invocation.Result))
        {
            DrawOthers(invocation, folder);
        }
        else
        {
            DrawFaces(invocation, folder);
        }

        return ExitCodes.Ok;
    }

    private void DrawFaces(Invocation invocation, string folder)
    {
        var options = _flags.Apply(invocation.Result);
        var index = GeneratedFaces.Index(_count(invocation.Result));
        int trainEnd = index.Train.Count, valEnd = trainEnd + index.Val.Count;
        Save(invocation, folder, index.Count, i => i < trainEnd ? "train" : i < valEnd ? "val" : "test",
            i => GeneratedFaces.Draw(options.DataSeed, i, FrameOf(options)));
        invocation.Write(
            $"{folder} holds {Quantity.Of(index.Count, "face")} of {FrameOf(options).Shape}: {Text.Count(index.Train.Count)} in train, "
            + $"{Text.Count(index.Val.Count)} in val, {Text.Count(index.Test.Count)} in test.");
        invocation.WriteJson(
            new
            {
                Out = folder,
                Images = index.Count,
                Train = index.Train.Count,
                Val = index.Val.Count,
                Test = index.Test.Count,
                options.ImageSize
            });
    }

    private void DrawOthers(Invocation invocation, string folder)
    {
        var options = _flags.Apply(invocation.Result);
        int count = _count(invocation.Result);
        Save(
            invocation, folder, count, GeneratedOthers.KindOf, i => GeneratedOthers.Draw(options.DataSeed, i, FrameOf(options)));
        var kinds = Enumerable.Range(0, count).CountBy(GeneratedOthers.KindOf).ToDictionary();
        invocation.Write(
            $"{folder} holds {Quantity.Of(count, "picture")} of {FrameOf(options).Shape}: "
            + $"{string.Join(", ", kinds.Select(kind => $"{kind.Value} {kind.Key}"))}.");
        invocation.WriteJson(new { Out = folder, Images = count, Kinds = kinds, options.ImageSize });
    }

    /// <summary>Pictures are drawn as squares, no smaller than wanted, and fitted.</summary>
    /// <exception cref="ConfigurationException">They are not drawn so large.</exception>
    private static PictureFrame FrameOf(TrainingOptions options) =>
        Math.Max(options.ImageSize.Width, options.ImageSize.Height) <= GeneratedFaces.MostSide
            ? new PictureFrame(new PictureShape(options.ImageSize, options.Channels), Fit: options.Fit)
            : throw new ConfigurationException(
                "image-size",
                $"'{options.ImageSize}' is larger than what is drawn; use sides up to {GeneratedFaces.MostSide}.");

    private static void Save(Invocation invocation, string folder, int count, Func<int, string> part, Func<int, Picture> draw)
    {
        using var written = new NewFiles();
        foreach (string name in Enumerable.Range(0, count).Select(part).Distinct())
        {
            written.MakeFolder(Path.Combine(folder, name));
        }

        Parallel.For(0, count, new ParallelOptions { CancellationToken = invocation.Stop }, i => written.Write(
            Path.Combine(folder, part(i), string.Create(CultureInfo.InvariantCulture, $"{i:D6}.png")),
            PixelCodec.EncodePng(draw(i))));
        written.Keep();
    }
}
