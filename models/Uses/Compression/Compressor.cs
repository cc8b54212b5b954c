using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Compression;

namespace ILGpuAutoencoders.Models;

/// <summary>Pictures as quantised, entropy-coded latent vectors, and back.</summary>
public static class Compressor
{
    /// <summary>What its shards are of.</summary>
    public const string Command = "compress";

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
        var files = InputPictures.Expand(options.Inputs, options.FollowLinks, observer, cancellation);
        var targets = new OutputNames(options.Out, files, IaeFile.Extension, options.Overwrite);
        using var run = LatentRun.Open(options.Run, options, observer);
        var part = ShardFolder.Of(
            options.Out, options.Shard, files, Command, run.Run.Fingerprint,
            string.Create(CultureInfo.InvariantCulture, $"fit {options.Fit}, bits {options.Bits}"));
        if (part.Done<CompressedPicture>() is { } before)
        {
            return Divided(before.Items, before.Bad) with { WasDone = true };
        }

        var codec = LatentCodec.OpenOrMake(run, observer, cancellation);
        var step = QuantiserStep.Of(options.Bits);
        var done = new List<CompressedPicture>();
        using var written = new NewFiles();
        using var behind = new WriteBehind();
        part.Begin(written);
        foreach (var group in run.Read(part.Files, part.IsPart, observer, cancellation).Chunk(run.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var pictures = Array.ConvertAll(group, read => read.Picture);
            byte[][] payloads = [.. run.Encode(pictures).Select(latent => codec.Encode(latent, step))];
            float[][] outputs = run.Decode([.. payloads.Select(payload => codec.Decode(payload, step))]);
            behind.Finish();
            int first = done.Count;
            done.AddRange(new CompressedPicture[group.Length]);
            // A control has a hundred qualities to try: that takes longer than the model.
            behind.Start(group.Length, i =>
            {
                string file = group[i].File;
                byte[] bytes = IaeFile.Write(step, payloads[i]);
                written.Write(part.PathOf(targets[file]), bytes);
                var (jpegBytes, jpegPsnr, quality, isLarger) = PictureFiles.OfJpeg(pictures[i]).At(bytes.Length);
                var output = PixelValues.ToPicture(run.Shape.Width, run.Shape.Height, outputs[i]);
                done[first + i] = new CompressedPicture(
                    file, targets[file], bytes.Length, BitsPerPixel(run, bytes.Length), ImageMetrics.PsnrOf(pictures[i], output), jpegBytes,
                    jpegPsnr, quality)
                {
                    IsJpegLarger = isLarger,
                };
            });
        }

        behind.Finish();
        part.Finish(written, done, run.Bad, run.Arithmetic);
        return part.IsPart ? Divided(done, run.Bad) : ResultOf(options.Out, options.Bits, done, run.Bad);

        CompressResult Divided(IReadOnlyList<CompressedPicture> pictures, IReadOnlyList<string> bad) =>
            ResultOf(ShardPlaces.PathOf(options.Out, options.Shard!, ""), options.Bits, pictures, bad) with
            {
                Shard = options.Shard!.ToString(),
            };
    }

    /// <summary>Puts the files of all shards into their folder.</summary>
    /// <param name="path">The folder that a shard was given.</param>
    /// <param name="observer">Is told if processors differed; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DataSetException">Shards are missing, do not belong together, or hold nothing.</exception>
    /// <exception cref="CheckpointException">A shard cannot be read.</exception>
    /// <exception cref="ConfigurationException">A file to be written exists.</exception>
    public static CompressResult Merge(string path, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        using var written = new NewFiles();
        var all = ShardFolder.Merge<CompressedPicture>(path, written, observer, cancellation);
        written.Keep();
        return ResultOf(path, null, all.Items, all.Bad);
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

    private static CompressResult ResultOf(
        string folder, double? bits, IReadOnlyList<CompressedPicture> pictures, IReadOnlyList<string> bad)
    {
        double MeanOf(Func<CompressedPicture, double> value) => pictures.Select(value).DefaultIfEmpty(double.NaN).Average();
        var control = new JpegControl(
            pictures.Sum(picture => (long)picture.JpegBytes), MeanOf(picture => picture.JpegPsnr),
            pictures.Count(picture => picture.IsJpegLarger));
        return new CompressResult(
            folder, bits, pictures.Sum(picture => (long)picture.Bytes), MeanOf(picture => picture.BitsPerPixel),
            MeanOf(picture => picture.Psnr), control, pictures, bad);
    }

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
