using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>The names of the parts of a data set.</summary>
internal static class Splits
{
    internal static OptionParser<DatasetSplit> Parser { get; } =
        OptionParser.OneOf(("train", DatasetSplit.Train), ("val", DatasetSplit.Val), ("test", DatasetSplit.Test));
}
