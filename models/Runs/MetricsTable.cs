using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Runs;

/// <summary>The rows of metrics.csv. All columns but the last two, which are times, follow from the options alone.</summary>
internal static class MetricsTable
{
    internal const string Header = "epoch,step,train_loss,val_loss,val_mse,val_mae,val_psnr,val_ssim,lr,seconds,images_per_second";

    private const int Columns = 11, TimelessColumns = 9;

    /// <summary>The row of an epoch; times that are not known are empty.</summary>
    internal static string Row(EpochMetrics m) => $"{TimelessRow(m)},{Time(m.Seconds, 3)},{Time(m.ImagesPerSecond, 2)}";

    /// <summary>The row without its times; equal training gives equal text.</summary>
    internal static string TimelessRow(EpochMetrics m) => string.Join(',',
        Text(m.Epoch), Text(m.Step), Text(m.TrainLoss), Text(m.ValLoss), Text(m.ValMse), Text(m.ValMae), Text(m.ValPsnr), Text(m.ValSsim),
        Text(m.LearningRate));

    /// <summary>The epoch of a row with or without its times, which are NaN if missing.</summary>
    /// <exception cref="FormatException">It is not such a row.</exception>
    internal static EpochMetrics Parse(string row)
    {
        string[] cells = row.Split(',');
        if (cells.Length is not (Columns or TimelessColumns))
        {
            throw new FormatException($"a row of metrics has {cells.Length} columns");
        }

        double? Number(int column) =>
            cells[column].Length == 0 ? null : double.Parse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture);
        double Known(int column) => Number(column) ?? throw new FormatException($"column {column + 1} of a row of metrics is empty");
        int Count(int column) => int.TryParse(cells[column], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : throw new FormatException($"column {column + 1} of a row of metrics is '{cells[column]}' and no count");
        // Times decide nothing, and spreadsheets write them in their own way.
        double TimeOf(int column) => cells.Length == Columns
            && double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double time) ? time : double.NaN;
        return new EpochMetrics(
            Count(0),
            Count(1),
            Known(2), Number(3), Number(4), Number(5), Number(6), Number(7), Known(8), TimeOf(9), TimeOf(10));
    }

    /// <summary>The rows of a file that a kill may have torn and a spreadsheet may have changed; those that are none are told.</summary>
    /// <param name="path">The file; without one there are no rows.</param>
    /// <param name="observer">Is warned; null for nobody.</param>
    internal static IReadOnlyList<EpochMetrics> Read(string path, ITaskObserver? observer)
    {
        var epochs = new List<EpochMetrics>();
        var problems = new List<string>();
        foreach (var (i, line) in (File.Exists(path) ? PlainFile.ReadAllLines(path) : []).Index().Skip(1))
        {
            try
            {
                epochs.Add(Parse(line));
            }
            catch (FormatException error)
            {
                problems.Add($"line {i + 1}: {error.Message}");
            }
        }

        if (problems.Count > 0)
        {
            observer?.Warned($"'{path}' has {Quantity.Of(problems.Count, "line")} without metrics, left out; the first is {problems[0]}.");
        }

        return epochs;
    }

    /// <summary>The epochs with the times that an earlier metrics.csv has for the same rows.</summary>
    internal static IReadOnlyList<EpochMetrics> WithTimes(IReadOnlyList<EpochMetrics> epochs, IReadOnlyList<string> lines) =>
        [.. epochs.Select(epoch =>
    {
        string start = TimelessRow(epoch) + ",";
        return lines.FirstOrDefault(
            line => line.StartsWith(start, StringComparison.Ordinal) && line.Split(',').Length == Columns) is { } row ? Parse(row) : epoch;
    })];

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    private static string Time(double value, int digits) => double.IsNaN(value) ? "" : Text(Math.Round(value, digits));
}
