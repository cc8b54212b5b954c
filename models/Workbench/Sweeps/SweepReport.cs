using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Engine;
using static System.FormattableString;

namespace ILGpuAutoencoders.Models.Workbench.Sweeps;

/// <summary>The table of a sweep as Markdown, CSV and JSON; files of an earlier one are replaced.</summary>
internal static class SweepReport
{
    /// <summary>The columns of the table.</summary>
    internal static string[] Headings { get; } =
        ["model", "latent", "loss", "seeds", "parameters", "bytes", "images/s", "PSNR, dB", "MSE", "MAE", "SSIM", "PCA, dB"];

    /// <summary>What the table says, in a sentence.</summary>
    internal const string Explanation =
        "Mean ± deviation over seeds, on test; PCA has as many components as the latent vector has numbers.";

    internal static void Write(SweepResult result)
    {
        Save(result, "sweep.md", Markdown(result));
        Save(result, "sweep.csv", CsvOf(result));
        Save(result, "sweep.json", ResultJson.Write(result) + "\n");
    }

    /// <summary>A row of the table.</summary>
    internal static string[] Cells(SweepRow row) =>
    [
        row.Model, Invariant($"{row.Latent}"), row.Loss, Invariant($"{row.Seeds}"), Invariant($"{row.Parameters:N0}"),
        Invariant($"{row.Bytes:N0}"),
        .. Spreads(row).Select(cell => cell.Spread.Mean.ToString(cell.Format, CultureInfo.InvariantCulture)
            + (cell.Spread.Deviation is { } deviation ? $" ± {deviation.ToString(cell.Format, CultureInfo.InvariantCulture)}" : "")),
    ];

    private static string Markdown(SweepResult result)
    {
        var text = new StringBuilder($"| {string.Join(" | ", Headings)} |\n|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var row in result.Rows)
        {
            text.Append("| ").AppendJoin(" | ", Cells(row)).Append(" |\n");
        }

        return text.Append('\n').Append(Explanation).Append('\n').ToString();
    }

    private static string CsvOf(SweepResult result)
    {
        var text = new StringBuilder("model,latent,loss,seeds,parameters,bytes");
        foreach (string name in (ReadOnlySpan<string>)["images_per_second", "psnr", "mse", "mae", "ssim", "pca_psnr"])
        {
            text.Append(CultureInfo.InvariantCulture, $",{name},{name}_deviation");
        }

        foreach (var row in result.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{row.Model},{row.Latent},{row.Loss},{row.Seeds},{row.Parameters},{row.Bytes}");
            foreach (var (spread, _) in Spreads(row))
            {
                text.Append(CultureInfo.InvariantCulture, $",{spread.Mean},{spread.Deviation}");
            }
        }

        return text.Append('\n').ToString();
    }

    private static (Spread Spread, string Format)[] Spreads(SweepRow row) =>
        [(row.ImagesPerSecond, "0"), (row.Psnr, "0.00"), (row.Mse, "0.000000"), (row.Mae, "0.00000"), (row.Ssim, "0.0000"),
            (row.PcaPsnr, "0.00")];

    private static void Save(SweepResult result, string name, string text) =>
        AtomicFile.Write(Path.Combine(result.Out, name), Encoding.UTF8.GetBytes(text));
}
