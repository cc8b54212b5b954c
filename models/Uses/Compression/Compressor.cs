using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Compression;

namespace ILGpuAutoencoders.Models;

/// <summary>Pictures as quantised, entropy-coded latent vectors, and back.</summary>
public static class Compressor
{
    /// <summary>The finest steps that latent numbers can be kept in.</summary>
    public const int MaxBits = 8;

    /// <summary>Steps as fine as is worthwhile: finer ones cost bytes and gain hardly anything.</summary>
    public const int DefaultBits = 4;

    /// <summary>Compresses pictures, each to a file.</summary>
    /// <param name="options">Run, pictures, folder and bits.</param>
    /// <param name="observer">Is told of pictures that cannot be used; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint or codec is damaged.</exception>
    /// <exception cref="DataSetException">There is no picture or none decodes, or those of training are needed for the codec and are
    /// missing.</exception>
    /// <exception cref="ConfigurationException">A file to be written exists, or an option cannot be used.</exception>
    public static CompressResult Compress(CompressOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        CompressOptions.Table.Validate(options);
        var inputs = InputPictures.Expand(options.Inputs, options.FollowLinks, observer, cancellation);
        var targets = new OutputNames(options.Out, inputs, IaeFile.Extension, options.Overwrite);
        using var run = LatentRun.Open(options.Run, options, observer);
        var codec = LatentCodec.OpenOrMake(run, observer, cancellation);
        var step = QuantiserStep.Of(options.Bits);
        var done = new List<CompressedPicture>();
        int larger = 0;
        using var written = new NewFiles();
        foreach (var (file, picture) in run.Read(options.Inputs, observer, cancellation))
        {
            var (bytes, _, psnr) = Encode(run, codec, picture, run.Encode(picture.Pixels), step);
            var jpeg = PictureFiles.OfJpeg(picture).At(bytes.Length);
            larger += jpeg.IsLarger ? 1 : 0;
            written.MakeFolder(options.Out);
            written.Write(targets[file], bytes);
            done.Add(
                new CompressedPicture(
                    file, targets[file], bytes.Length, BitsPerPixel(run, bytes.Length), psnr, jpeg.Bytes, jpeg.Psnr, jpeg.Quality));
        }

        written.Keep();
        var control = new JpegControl(done.Sum(picture => (long)picture.JpegBytes), done.Average(picture => picture.JpegPsnr), larger);
        return new CompressResult(
            options.Out, options.Bits, done.Sum(picture => (long)picture.Bytes), BitsPerPixel(run, done.Average(picture => picture.Bytes)),
            done.Average(picture => picture.Psnr), control, done, run.Bad);
    }

    /// <summary>Rate and distortion over bits, for each of several runs, and what the table says; writes nothing but codecs.</summary>
    /// <param name="options">Runs and pictures.</param>
    /// <param name="observer">Is told of pictures that cannot be used; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint or codec is damaged.</exception>
    /// <exception cref="DataSetException">There is no picture or none decodes, or those of training are needed for the codec and are
    /// missing.</exception>
    public static RateTableResult Table(RateTableOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var rows = new List<RateRow>();
        foreach (string path in options.Runs)
        {
            using var run = LatentRun.Open(path, options, observer);
            var codec = LatentCodec.OpenOrMake(run, observer, cancellation);
            var klt = KltControl.Of(run, observer, cancellation);
            rows.AddRange(
                RateTable.RowsOf(
                    run, codec, path, run.Read(options.Inputs, observer, cancellation).Select(read => read.Picture), klt, cancellation));
        }

        return new RateTableResult(rows, [.. rows.GroupBy(row => row.Run).SelectMany(run => RateFindings.Of([.. run]))]);
    }

    /// <summary>Decompresses files, each to a PNG file.</summary>
    /// <param name="options">Run, files and folder.</param>
    /// <param name="observer">Is told of the device; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">A file is damaged or of another model, or the run is; no picture is written then.</exception>
    /// <exception cref="DataSetException">There is no such file.</exception>
    /// <exception cref="ConfigurationException">A file to be written exists.</exception>
    public static DecompressResult Decompress(
        DecompressOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var files = options.Inputs.SelectMany(FilesOf).Distinct(StringComparer.Ordinal).ToList();
        var targets = new OutputNames(options.Out, files, ".png", options.Overwrite);
        using var run = LatentRun.Open(options.Run, options, observer);
        var codec = LatentCodec.Open(run);
        var latents = files.Select(file =>
        {
            cancellation.ThrowIfCancellationRequested();
            return IaeFile.Read(PlainFile.ReadAllBytes(file), codec, file);
        }).ToList();
        using var written = new NewFiles();
        written.MakeFolder(options.Out);
        for (int i = 0; i < files.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            written.Write(targets[files[i]], PixelCodec.EncodePng(run.DecodePicture(latents[i])));
        }

        written.Keep();
        return new DecompressResult(options.Out, [.. files.Select(file => targets[file])]);
    }

    /// <summary>The file of a picture, what it decodes to, and the PSNR of that in dB.</summary>
    internal static (byte[] File, Picture Output, double Psnr) Encode(
        LatentRun run, LatentCodec codec, Picture picture, float[] latent, QuantiserStep step)
    {
        byte[] payload = codec.Encode(latent, step);
        var output = run.DecodePicture(codec.Decode(payload, step));
        return (IaeFile.Write(step, payload), output, ImageMetrics.PsnrOf(picture, output));
    }

    /// <summary>Bits per pixel of the pictures as a model sees them.</summary>
    internal static double BitsPerPixel(LatentRun run, double bytes) => 8 * bytes / run.Shape.Size.Pixels;

    private static IReadOnlyList<string> FilesOf(string input)
    {
        if (File.Exists(input))
        {
            return [input];
        }

        var found = Directory.Exists(input) ? ImageFolder.Matching(input, "*" + IaeFile.Extension) : [];
        return found.Count > 0
            ? found
            : throw new DataSetException($"There is no {IaeFile.Extension} file '{input}'; name a file or a folder of them.");
    }
}
