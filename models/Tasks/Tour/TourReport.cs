using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models;

/// <summary>What the tour leaves to be looked at: images, curves, results.md and report.html.</summary>
internal sealed class TourReport
{
    private const string ImagesFolder = "images";
    private const int ShownSide = 96;

    private readonly TrainingOptions _options;
    private readonly List<(TourStop Stop, TourPart Part, IReadOnlyList<EpochMetrics> Epochs)> _stops = [];
    private readonly List<(string Caption, IReadOnlyList<Picture> Row)> _clean = [];

    internal TourReport(string folder, TrainingOptions options)
    {
        Folder = folder;
        _options = options;
        Directory.CreateDirectory(Path.Combine(folder, ImagesFolder));
    }

    /// <summary>Where it is written.</summary>
    internal string Folder { get; }

    /// <summary>The control, once it is fitted.</summary>
    internal Pca? Pca { get; set; }

    /// <summary>The parts so far.</summary>
    internal IReadOnlyList<TourPart> Parts => [.. _stops.Select(stop => stop.Part)];

    /// <summary>Adds a part and its pictures.</summary>
    internal void Add(TourStop stop, TourPart part, IReadOnlyList<EpochMetrics> epochs, SampleGrid samples, Reconstruction reconstruct)
    {
        _stops.Add((stop, part, epochs));
        var (inputs, outputs) = samples.Reconstruct(reconstruct);
        if (_clean.Count == 0)
        {
            _clean.Add(("the pictures themselves, which no network has seen", samples.Originals));
        }

        if (samples.IsCorrupted)
        {
            Save("denoising.png", [inputs, outputs, samples.Originals]);
            return;
        }

        _clean.Add(($"part {part.Part}: {part.Title}", outputs));
        if (Pca is not null && _clean.Count == 2)
        {
            _clean.Insert(1, ($"the control, {Pca.Count} principal components", samples.Reconstruct(Pca.ReconstructAll).Outputs));
        }
    }

    /// <summary>Writes everything that covers all parts.</summary>
    internal void Write(TimeSpan time, string device)
    {
        if (_clean.Count > 0)
        {
            Save("reconstructions.png", [.. _clean.Select(row => row.Row)]);
        }

        if (_stops.Count > 0)
        {
            CurvesPlot.Save("PSNR on val", "dB", [.. _stops.Select(stop => new Curve(stop.Part.Title, [.. stop.Epochs.Select(e => e.ValPsnr)]))], ImageOf("psnr.png"));
            CurvesPlot.Save("Mean squared error on val", "MSE", [.. _stops.Select(stop => new Curve(stop.Part.Title, [.. stop.Epochs.Select(e => e.ValMse)]))], ImageOf("mse.png"));
        }

        File.WriteAllText(Path.Combine(Folder, "results.md"), Markdown(time, device));
        string page = TourPage.Html(_options, _stops, [.. _clean.Select(row => row.Caption)], Path.Combine(Folder, ImagesFolder), time, device);
        File.WriteAllText(Path.Combine(Folder, RunFile.Report), page);
    }

    private string ImageOf(string name) => Path.Combine(Folder, ImagesFolder, name);

    private void Save(string name, IReadOnlyList<IReadOnlyList<Picture>> rows)
    {
        int factor = Math.Max(1, ShownSide / _options.ImageSize);
        PixelCodec.SavePng(ImageGrid.ComposeRows([.. rows.Select(row => row.Select(picture => Enlarge(picture, factor)).ToArray())], margin: 4), ImageOf(name));
    }

    /// <summary>Each pixel as a square, so that nothing is invented.</summary>
    private static Picture Enlarge(Picture picture, int factor)
    {
        int width = picture.Width * factor, height = picture.Height * factor;
        var pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                picture.Pixels.Slice(3 * (y / factor * picture.Width + x / factor), 3).CopyTo(pixels.AsSpan(3 * (y * width + x)));
            }
        }

        return new Picture(width, height, pixels);
    }

    private string Markdown(TimeSpan time, string device)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Four parts of autoencoders

            Pictures: `{_options.Data}` at {_options.ImageSize}x{_options.ImageSize}, every one squeezed into {_options.Latent} numbers and drawn again.
            The table is of test pictures, which no network has seen. Device: {device}. Time: {time.TotalSeconds:0} s.

            | part | model | parameters | epochs | MSE | PSNR (dB) | SSIM | PCA control (dB) | images/s | seconds |
            |---|---|---|---|---|---|---|---|---|---|

            """);
        foreach (var (_, part, _) in _stops)
        {
            var e = part.Evaluation;
            string ssim = e.Ssim is { } value ? value.ToString("0.000", CultureInfo.InvariantCulture) : "-";
            string control = e.Pca is { } pca ? pca.Psnr.ToString("0.00", CultureInfo.InvariantCulture) : "-";
            text.Append(CultureInfo.InvariantCulture, $"| {part.Part} | {part.Title} | {part.Parameters:N0} | {part.Epochs} | {e.Mse:0.00000} | {e.Psnr:0.00} | {ssim} | {control} | {part.ImagesPerSecond:0} | {part.Seconds:0.0} |\n");
        }

        text.Append("""

            The control is principal component analysis with as many numbers: the best that any linear method can do. That of part 3 gets the noisy pictures too.

            ## What to look at


            """);
        foreach (var (stop, part, _) in _stops)
        {
            text.Append(CultureInfo.InvariantCulture, $"- **Part {part.Part}, {part.Title}.** {stop.Look}{NoiseNote(part)}\n");
        }

        if (_clean.Count > 0)
        {
            text.Append("\n## Reconstructions\n\n![Reconstructions](images/reconstructions.png)\n\nRows from the top:\n\n");
            for (int i = 0; i < _clean.Count; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{i + 1}. {_clean[i].Caption}\n");
            }
        }

        if (File.Exists(ImageOf("denoising.png")))
        {
            text.Append("\n## Denoising\n\n![Denoising](images/denoising.png)\n\nRows from the top: noisy, denoised, clean.\n");
        }

        if (_stops.Count > 0)
        {
            text.Append("\n## How they learnt\n\n![PSNR](images/psnr.png)\n\n![MSE](images/mse.png)\n\nEach part's folder is a run: its checkpoints, metrics.csv and a grid an epoch lie there.\n");
        }

        return text.ToString();
    }

    internal static string NoiseNote(TourPart part) => part.Evaluation.PsnrInput is { } input
        ? string.Create(CultureInfo.InvariantCulture, $" The noisy pictures have {input:0.00} dB, the denoised ones {part.Evaluation.Psnr:0.00} dB.")
        : "";
}
