using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Anomaly;
using ILGpuAutoencoders.Models.Uses.Compression;
using ILGpuAutoencoders.Models.Uses.Denoising;

namespace ILGpuAutoencoders.Models.Workbench.Tours;

/// <summary>Puts the trained models of the tour to use, on its test pictures.</summary>
internal static class TourUseCases
{
    private const int Shown = 10, ShownFaces = 4, MostPictures = 120;
    private const double Percentile = 95;

    // Apart from the seeds of the data, so that these pictures are of no other set.
    private const ulong OthersSeed = 0;

    /// <summary>A table over strengths of noise.</summary>
    internal static IReadOnlyList<DenoiseLevel> Denoise(
        ComputeDevice device, string run, PixelSet test, ulong seed, CancellationToken cancellation)
    {
        using var trained = TrainedRun.Open(run, device);
        var pictures = PictureSubset.Spread(test, MostPictures);
        var table = new LevelTable(trained.Options.Corruption.Kind, Denoiser.Levels);
        var denoiser = new PictureDenoiser(trained.Model);
        for (int i = 0; i < pictures.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var clean = PictureValues.Of(pictures.ToPicture(i));
            for (int level = 0; level < table.Levels.Count; level++)
            {
                var noisy = clean.Corrupted(new Corruption(trained.Options.Corruption.Kind, table.Levels[level]), seed, (uint)i);
                table.Add(level, clean, noisy, denoiser.Denoise(noisy, cancellation));
            }
        }

        return table.ToRows();
    }

    /// <summary>Calibrates a model on val and tells test from drawn pictures of anything else, as many of them.</summary>
    /// <returns>The result, and some pictures with their reconstructions and errors.</returns>
    internal static (AnomalyScoreResult Result, IReadOnlyList<GridRow> Shown) Detect(
        ComputeDevice device, string run, PixelSet train, PixelSet val, PixelSet test, CancellationToken cancellation)
    {
        using var latent = LatentRun.On(device, run);
        var calibration = AnomalyDetector.Calibrate(latent, train, val, AnomalyScores.Default, Percentile, cancellation);
        calibration.Write(latent.Run);
        var scorer = new AnomalyScorer(latent, calibration.Reference);
        var normal = PictureSubset.Spread(test, MostPictures);
        int kinds = GeneratedOthers.Kinds.Count, others = Math.Max(1, normal.Count / kinds) * kinds;
        var scored = new List<ScoredPicture>();
        var sheet = new AnomalySheet(latent.Run.Model.Options.Family, calibration);
        Picture PictureOf(int i) => i < normal.Count ? normal.ToPicture(i)
            : GeneratedOthers.Draw(OthersSeed, i - normal.Count, latent.Run.Frame);
        foreach (var (measured, output) in scorer.Score(Enumerable.Range(0, normal.Count + others).Select(PictureOf)))
        {
            cancellation.ThrowIfCancellationRequested();
            int i = scored.Count, other = i - normal.Count;
            string? kind = other < 0 ? null : GeneratedOthers.KindOf(other);
            scored.Add(AnomalyDetector.Judge(
                measured, calibration, kind is null ? normal.Entries[i].Path : $"{kind}-{other}", (kind is not null, kind)));
            if (other < 0 ? i < ShownFaces : other < kinds)
            {
                sheet.Add(kind ?? "test", scored[i].Score, PictureOf(i), output);
            }
        }

        return (AnomalyDetector.Measure(scored, calibration.Rule), sheet.Rows);
    }

    /// <summary>Compresses test pictures over numbers of bits.</summary>
    /// <returns>The table, and some pictures with what they decompress to.</returns>
    internal static (IReadOnlyList<RateRow> Result, IReadOnlyList<GridRow> Shown) Compress(
        ComputeDevice device, string run, PixelSet train, PixelSet test, CancellationToken cancellation)
    {
        using var latent = LatentRun.On(device, run);
        var codec = LatentCodec.Make(latent, train, cancellation);
        var pictures = PictureSubset.Spread(test, MostPictures);
        var table = RateTable.RowsOf(
            latent, codec, Path.GetFileName(run), Enumerable.Range(0, pictures.Count).Select(pictures.ToPicture), klt: null, cancellation);
        var step = QuantiserStep.Of(Compressor.DefaultBits);
        var shown = PictureSubset.Spread(test, Shown);
        List<Picture> originals = [.. Enumerable.Range(0, shown.Count).Select(shown.ToPicture)];
        var decompressed = originals.ConvertAll(
            picture => Compressor.Encode(latent, codec, picture, latent.Encode(picture.Pixels), step).Output);
        var smallest = originals.ConvertAll(picture => PictureFiles.OfJpeg(picture).Smallest);
        return (table,
        [
            new GridRow("pictures", originals),
            ScoredRow.Of($"decompressed from {Compressor.DefaultBits} bits a number", decompressed, originals),
            ScoredRow.Of("the smallest JPEG, the control", smallest, originals),
        ]);
    }
}
