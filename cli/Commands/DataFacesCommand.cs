using System.CommandLine;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Cli;

/// <summary><c>data faces</c>: drawn faces as a folder of PNG files, split as <c>faces:N</c> is.</summary>
internal sealed class DataFacesCommand : CliCommand
{
    private readonly Option<string> _out;
    private readonly Func<ParseResult, int> _count;
    private readonly TrainingFlags _flags;

    internal DataFacesCommand()
        : base("faces", "Draws faces of nobody into DIR/train, DIR/val and DIR/test: the pictures of faces:N.")
    {
        _out = AddOption("--out", "DIR", "the folder to write to; it must be missing or empty", isRequired: true);
        _count = AddOption("--count", OptionParser.Number(1, 10_000_000), "faces in all", GeneratedFaces.DefaultCount);
        _flags = new TrainingFlags(this, "image-size", "data-seed");
    }

    protected override int Run(Invocation invocation)
    {
        var options = _flags.Apply(invocation.Result);
        string folder = invocation.Result.GetRequiredValue(_out);
        OutputPaths.RequireNewFolder(folder);
        var index = GeneratedFaces.Index(_count(invocation.Result));
        int first = 0;
        foreach (var split in Enum.GetValues<DatasetSplit>())
        {
            string part = Directory.CreateDirectory(Path.Combine(folder, split.ToString().ToLowerInvariant())).FullName;
            int start = first;
            Parallel.For(0, index[split].Count, new ParallelOptions { CancellationToken = invocation.Stop }, i => PixelCodec.SavePng(
                new Picture(options.ImageSize, options.ImageSize, GeneratedFaces.Draw(options.DataSeed, start + i, options.ImageSize)),
                Path.Combine(part, $"{start + i:D6}.png")));
            first += index[split].Count;
        }

        invocation.Write($"{Text.Count(index.Count)} faces of {options.ImageSize} x {options.ImageSize} are in {folder}: {index.Train.Count} to train, {index.Val.Count} to validate, {index.Test.Count} to test.");
        invocation.WriteJson(new { Out = folder, Images = index.Count, Train = index.Train.Count, Val = index.Val.Count, Test = index.Test.Count, options.ImageSize });
        return ExitCodes.Ok;
    }
}
