using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>The table of a sweep as Markdown, CSV and JSON; files of an earlier one are replaced.</summary>
internal static class SweepReport
{
    internal static void Write(SweepResult result)
    {
        Save(result, "sweep.md", Markdown(result));
        Save(result, "sweep.csv", CsvOf(result));
        Save(result, "sweep.json", ResultJson.Write(result) + "\n");
    }

    private static string Markdown(SweepResult result)
    {
        var text = new StringBuilder("| model | latent | loss | seeds | parameters | bytes | images/s | PSNR, dB | MSE | MAE | SSIM | PCA, dB |\n|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var row in result.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Model} | {row.Latent} | {row.Loss} | {row.Seeds} | {row.Parameters:N0} | {row.Bytes:N0} ");
            foreach (var (spread, format) in Spreads(row))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {spread.Mean.ToString(format, CultureInfo.InvariantCulture)}");
                text.Append(spread.Deviation is { } deviation ? $" ± {deviation.ToString(format, CultureInfo.InvariantCulture)} " : " ");
            }

            text.Append("|\n");
        }

        return text.Append("\nMean ± deviation over seeds, on test; PCA has as many components as the latent vector has numbers.\n").ToString();
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
        [(row.ImagesPerSecond, "0"), (row.Psnr, "0.00"), (row.Mse, "0.000000"), (row.Mae, "0.00000"), (row.Ssim, "0.0000"), (row.PcaPsnr, "0.00")];

    private static void Save(SweepResult result, string name, string text) =>
        AtomicFile.Write(Path.Combine(result.Out, name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
