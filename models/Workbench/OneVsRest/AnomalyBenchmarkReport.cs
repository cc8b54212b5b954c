using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Workbench.Sweeps;
using static System.FormattableString;

namespace ILGpuAutoencoders.Models.Workbench.OneVsRest;

/// <summary>The table of a benchmark as Markdown, CSV and JSON; files of an earlier one are replaced.</summary>
internal static class AnomalyBenchmarkReport
{
    private const string Explanation =
        "AUROC of each class against all others, on test: mean ± standard deviation over seeds (of a sample: n - 1); the mean is over "
        + "classes first. mean-image and pca are controls; * gives the verdicts.";

    internal static void Write(AnomalyBenchmarkResult result)
    {
        Save(result, "benchmark.md", Markdown(result));
        Save(result, "benchmark.csv", CsvOf(result));
        Save(result, "benchmark.json", ResultJson.Write(result) + "\n");
    }

    private static string Markdown(AnomalyBenchmarkResult result)
    {
        var names = result.Mean.Keys.Select(name => name + (name == result.Score ? " *" : ""));
        var text = new StringBuilder(
            $"| class | train | normal | others | {string.Join(" | ", names)} |\n"
            + $"|---|---:|---:|---:|{string.Concat(result.Mean.Select(_ => "---:|"))}\n");
        foreach (var row in result.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Class} | {row.Train} | {row.Normal} | {row.Others} | ")
                .AppendJoin(" | ", row.Auroc.Values.Select(Cell)).Append(" |\n");
        }

        return text.Append("| **mean** | | | | ").AppendJoin(" | ", result.Mean.Values.Select(Cell)).Append(" |\n\n").Append(Explanation)
            .Append('\n').ToString();
    }

    /// <summary>A line for each class, and one with an empty class for the mean.</summary>
    private static string CsvOf(AnomalyBenchmarkResult result)
    {
        var text = new StringBuilder("class,train,normal,others,seeds");
        foreach (string name in result.Mean.Keys.Select(name => name.Replace('-', '_')))
        {
            text.Append(CultureInfo.InvariantCulture, $",{name},{name}_deviation");
        }

        void Append(IEnumerable<Spread> spreads)
        {
            foreach (var spread in spreads)
            {
                text.Append(CultureInfo.InvariantCulture, $",{spread.Mean},{spread.Deviation}");
            }
        }

        foreach (var row in result.Rows)
        {
            text.Append(Invariant($"\n{Csv.Field(row.Class)},{row.Train},{row.Normal},{row.Others},{row.Seeds}"));
            Append(row.Auroc.Values);
        }

        text.Append(Invariant($"\n,,,,{result.Rows[0].Seeds}"));
        Append(result.Mean.Values);
        return text.Append('\n').ToString();
    }

    private static string Cell(Spread spread) => SweepReport.Text(spread, "0.0000");

    private static void Save(AnomalyBenchmarkResult result, string name, string text) =>
        AtomicFile.Write(Path.Combine(result.Out, name), Encoding.UTF8.GetBytes(text));
}
