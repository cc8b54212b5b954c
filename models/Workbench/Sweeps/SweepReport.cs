using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Engine;
using static System.FormattableString;

namespace ILGpuAutoencoders.Models.Workbench.Sweeps;

/// <summary>The table of a sweep as Markdown, CSV and JSON; files of an earlier one are replaced.</summary>
internal static class SweepReport
{
    /// <summary>The columns of the table.</summary>
    internal static string[] Headings(SweepResult result) =>
    [
        "latent", "loss", .. result.Rows[0].Options.Keys, "PSNR, dB", "SSIM", "PCA, dB", "MSE", "MAE", "seeds", "images/s", "parameters",
        "bytes", "model",
    ];

    /// <summary>What the table says, in a sentence.</summary>
    internal const string Explanation =
        "Mean ± standard deviation over seeds (of a sample: n - 1), on test; PCA, the control, has as many components as the latent "
        + "vector has numbers.";

    internal static void Write(SweepResult result)
    {
        Save(result, "sweep.md", Markdown(result));
        Save(result, "sweep.csv", CsvOf(result));
        Save(result, "sweep.json", ResultJson.Write(result) + "\n");
    }

    /// <summary>A row of the table.</summary>
    internal static string[] Cells(SweepRow row) =>
    [
        Invariant($"{row.Latent}"), row.Loss, .. row.Options.Values,
        Text(row.Psnr, "0.00"), Text(row.Ssim, "0.0000"), Text(row.PcaPsnr, "0.00"),
        Text(row.Mse, "0.000000"), Text(row.Mae, "0.00000"), Invariant($"{row.Seeds}"), Text(row.ImagesPerSecond, "0"),
        Invariant($"{row.Parameters:N0}"), Invariant($"{row.Bytes:N0}"), row.Model,
    ];

    /// <summary>A mean with its deviation, if it has one; "-" for none.</summary>
    internal static string Text(Spread spread, string format) => !double.IsFinite(spread.Mean)
        ? "-"
        : spread.Mean.ToString(format, CultureInfo.InvariantCulture)
            + (spread.Deviation is { } deviation ? $" ± {deviation.ToString(format, CultureInfo.InvariantCulture)}" : "");

    private static string Markdown(SweepResult result)
    {
        string options = string.Concat(result.Rows[0].Options.Select(_ => "---|"));
        var text = new StringBuilder(
            $"| {string.Join(" | ", Headings(result))} |\n|---:|---|{options}---:|---:|---:|---:|---:|---:|---:|---:|---:|---|\n");
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

        foreach (string key in result.Rows[0].Options.Keys)
        {
            text.Append(',').Append(key.Replace('-', '_'));
        }

        foreach (var row in result.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{row.Model},{row.Latent},{row.Loss},{row.Seeds},{row.Parameters},{row.Bytes}");
            foreach (var spread in (ReadOnlySpan<Spread>)[row.ImagesPerSecond, row.Psnr, row.Mse, row.Mae, row.Ssim, row.PcaPsnr])
            {
                text.Append(CultureInfo.InvariantCulture, $",{spread.Mean},{spread.Deviation}");
            }

            foreach (string value in row.Options.Values)
            {
                text.Append(',').Append(Csv.Field(value));
            }
        }

        return text.Append('\n').ToString();
    }

    private static void Save(SweepResult result, string name, string text) =>
        AtomicFile.Write(Path.Combine(result.Out, name), Encoding.UTF8.GetBytes(text));
}
