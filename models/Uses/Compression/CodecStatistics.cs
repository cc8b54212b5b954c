namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>What a codec knows of the latent vectors of training pictures.</summary>
/// <param name="Mean">Of each number.</param>
/// <param name="Deviation">Of each number, above 0.</param>
/// <param name="Counts">
/// How often a number was so many <see cref="StepsPerDeviation"/>ths of its deviation from its mean, from -<see cref="Reach"/> to
/// <see cref="Reach"/>, all numbers together; what is farther out counts at the ends.
/// </param>
/// <param name="Id">Eight bytes that name these statistics and, as their file names them, the weights they belong to.</param>
internal sealed record CodecStatistics(float[] Mean, float[] Deviation, long[] Counts, byte[] Id)
{
    /// <summary>Bytes of <see cref="Id"/>.</summary>
    internal const int IdBytes = 8;

    /// <summary>How finely numbers are counted.</summary>
    internal const int StepsPerDeviation = 64;

    /// <summary>Steps to each side of the mean: eight deviations.</summary>
    internal const int Reach = 8 * StepsPerDeviation;

    /// <summary>Statistics of vectors, without an id.</summary>
    /// <param name="latents">1 vector or more, all of one length.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static CodecStatistics Of(IReadOnlyList<float[]> latents, CancellationToken cancellation)
    {
        var moments = Enumerable.Range(0, latents[0].Length).Select(j =>
        {
            cancellation.ThrowIfCancellationRequested();
            double mean = latents.Average(latent => (double)latent[j]);
            return (Mean: (float)mean, Deviation: (float)Math.Sqrt(latents.Average(latent => (latent[j] - mean) * (latent[j] - mean))));
        }).ToList();
        float[] means = [.. moments.Select(m => m.Mean)];
        // A number that never changes has a deviation too, so small that it does not matter.
        float least = 1e-6f * moments.Max(m => m.Deviation) + float.Epsilon;
        float[] deviations = [.. moments.Select(m => Math.Max(m.Deviation, least))];
        long[] counts = new long[2 * Reach + 1];
        foreach (float[] latent in latents)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int j = 0; j < latent.Length; j++)
            {
                float steps = (latent[j] - means[j]) / (deviations[j] / StepsPerDeviation);
                counts[Reach + (int)Math.Clamp(MathF.Round(steps), -Reach, Reach)]++;
            }
        }

        return new CodecStatistics(means, deviations, counts, new byte[IdBytes]);
    }

    /// <summary>Whether codecs can be made of these numbers, so that all that they decode is finite.</summary>
    internal bool AreUsable()
    {
        float largest = Deviation.Max();
        return FirstFormat.Takes(Counts) && Deviation.All(deviation => deviation > 0)
            && Mean.All(mean => float.IsFinite(Math.Abs(mean) + 2 * Reach * largest));
    }
}
