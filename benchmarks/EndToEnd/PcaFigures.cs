using System.Diagnostics;
using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Benchmarks.EndToEnd;

/// <summary>Time and memory of fitting principal components to a data set and its mirror images, as training and evaluation do.</summary>
internal static class PcaFigures
{
    private const int Components = 256;

    /// <param name="data">A folder, or faces:N.</param>
    /// <param name="isExact">Whether the exact route is taken, whatever the number of pictures.</param>
    /// <returns>The exit code.</returns>
    internal static int Print(string data, bool isExact)
    {
        var options = TrainingOptions.For("conv") with { Data = data, Latent = Components };
        var train = RunPictures.Open(options, splitJson: null).Get(DatasetSplit.Train, observer: null, CancellationToken.None);
        double before = Megabytes();
        var watch = Stopwatch.StartNew();
        var pca = isExact ? MirroredPca.Fit(train, Components, CancellationToken.None) : Pca.Fit(train, Components, isMirrored: true);
        double seconds = watch.Elapsed.TotalSeconds, pictures = (double)train.Count * train.ImageLength / 1e6;
        string route = isExact ? "exactly" : "as training does";
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{train.Count} pictures ({pictures:0} MB) and their mirror images, {pca.Count} components, {route}: "
                + $"{seconds:0.0} s, most memory {before:0} MB before and {Megabytes():0} MB in all"));
        return 0;
    }

    private static double Megabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
