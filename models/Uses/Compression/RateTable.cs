using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>Rate and distortion of a run over bits, beside its controls.</summary>
internal static class RateTable
{
    /// <summary>A row for every whole and half number of bits.</summary>
    /// <param name="run">The model.</param>
    /// <param name="codec">Of the model.</param>
    /// <param name="name">What the rows call the run.</param>
    /// <param name="pictures">1 picture or more, as the model sees them.</param>
    /// <param name="klt">A control; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static IReadOnlyList<RateRow> RowsOf(
        LatentRun run, LatentCodec codec, string name, IEnumerable<Picture> pictures, KltControl? klt, CancellationToken cancellation)
    {
        QuantiserStep[] steps = [.. QuantiserStep.Table];
        var sums = new (long Bytes, double Psnr)[steps.Length];
        FormatSum[] jpegs = [.. steps.Select(_ => new FormatSum())], webps = [.. steps.Select(_ => new FormatSum())];
        var curve = klt is null ? null : new RateCurve(steps.Length);
        int count = 0;
        foreach (var picture in pictures)
        {
            cancellation.ThrowIfCancellationRequested();
            count++;
            float[] latent = run.Encode(picture.Pixels);
            var (jpeg, webp) = (PictureFiles.OfJpeg(picture), PictureFiles.OfWebp(picture));
            for (int i = 0; i < steps.Length; i++)
            {
                var (bytes, _, psnr) = Compressor.Encode(run, codec, picture, latent, steps[i]);
                sums[i] = (sums[i].Bytes + bytes.Length, sums[i].Psnr + psnr);
                jpegs[i].Add(jpeg, bytes.Length, psnr);
                webps[i].Add(webp, bytes.Length, psnr);
            }

            curve?.Add(klt!.Rates(picture, steps));
        }

        return [.. steps.Select((step, i) =>
        {
            double bytes = (double)sums[i].Bytes / count, psnr = sums[i].Psnr / count;
            var jpeg = jpegs[i].Mean(count);
            return new RateRow(
                name, run.Latent, step.Bits, count, bytes, Compressor.BitsPerPixel(run, bytes), psnr, jpeg.Bytes, jpeg.Psnr, jpeg.Larger,
                jpeg.BytesAtPsnr!.Value)
            {
                Webp = webps[i].Mean(count),
                Klt = curve?.At(bytes, psnr),
            };
        })];
    }

    /// <summary>The files of a format that were compared with ours.</summary>
    private sealed class FormatSum
    {
        private long _bytes, _bytesAtPsnr;
        private double _psnr;
        private int _larger;

        internal void Add(PictureFiles files, int bytes, double psnr)
        {
            var at = files.At(bytes);
            (_bytes, _psnr, _larger) = (_bytes + at.Bytes, _psnr + at.Psnr, _larger + (at.IsLarger ? 1 : 0));
            _bytesAtPsnr += files.BytesFor(psnr);
        }

        internal RateControl Mean(int count) =>
            new((double)_bytes / count, _psnr / count, _larger, (double)_bytesAtPsnr / count);
    }
}
