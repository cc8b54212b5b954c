using System.Security.Cryptography;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>
/// Latent vectors to integers and back. A number is counted in steps of its own: its deviation over pictures of training, times 2^(2 -
/// bits), from its mean; normally distributed numbers then take about that many bits each. One static table says how often each
/// integer is expected.
/// </summary>
internal sealed class LatentCodec
{
    /// <summary>The finest steps, 2^-6 of a deviation.</summary>
    internal const int MaxBits = 8;

    /// <summary>Bytes of <see cref="Id"/>.</summary>
    internal const int IdBytes = 8;

    private const string Name = "codec", MeanKey = "mean", DeviationKey = "deviation", CountsKey = "counts";
    private const int FittedPictures = 2_000;

    // Steps to each side of the mean at MaxBits: eight deviations. Values farther out are clamped.
    private const int Reach = 8 << MaxBits - 2;

    private readonly float[] _mean;
    private readonly float[] _deviation;
    private readonly FrequencyTable[] _tables;

    private LatentCodec(float[] mean, float[] deviation, long[] counts, byte[] id)
    {
        _mean = mean;
        _deviation = deviation;
        Id = id;
        _tables = [.. Enumerable.Range(1, MaxBits).Select(bits => new FrequencyTable(Coarser(counts, bits)))];
    }

    /// <summary>Eight bytes that name this codec and, as its file names them, the weights it belongs to.</summary>
    internal byte[] Id { get; }

    /// <summary>Reads the codec of a model, or makes it from the pictures that the run was trained on and stores it.</summary>
    /// <exception cref="CheckpointException">It is damaged, or belongs to other weights than the model's.</exception>
    /// <exception cref="DataSetException">There is none, and the pictures are missing.</exception>
    internal static LatentCodec OpenOrMake(LatentRun run, ITaskObserver? observer, CancellationToken cancellation)
    {
        if (!File.Exists(ModelSidecar.PathOf(run.Run.Checkpoint, Name)))
        {
            if (!run.Run.KnowsPictures)
            {
                throw new DataSetException(
                    $"'{run.Run.Checkpoint}' has no codec and does not say which pictures it was trained on; name a run folder.");
            }

            var train = Evaluator.OwnTrain(run.Run, observer, cancellation) ?? throw new DataSetException(
                $"'{run.Run.Checkpoint}' has no codec, and the pictures in '{run.Run.Options.Data}' that it is made from are missing; "
                + "restore them.");
            return Make(run, train, cancellation);
        }

        return Open(run);
    }

    /// <summary>Makes the codec of a model and stores it beside the model.</summary>
    /// <param name="run">The model.</param>
    /// <param name="train">Pictures that it was trained on, of which at most 2,000 are looked at.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static LatentCodec Make(LatentRun run, PixelSet train, CancellationToken cancellation)
    {
        Write(run, PictureSubset.Spread(train, FittedPictures), cancellation);
        return Open(run);
    }

    /// <summary>Reads the codec of a model.</summary>
    /// <exception cref="CheckpointException">There is none, it is damaged, or it belongs to other weights than the model's.</exception>
    internal static LatentCodec Open(LatentRun run)
    {
        string path = ModelSidecar.PathOf(run.Run.Checkpoint, Name);
        var file = ModelSidecar.Read(run.Run, Name, "bring the one that the pictures were compressed with, or compress again");
        CheckpointTensor Get(string name, int count) => file.Tensors.TryGetValue(name, out var tensor) && tensor.Count == count
            ? tensor
            : throw new CheckpointException($"'{path}' has no {name} of {count} numbers; remove it and compress again.");
        float[] means = Get(MeanKey, run.Latent).ToFloats(), deviations = Get(DeviationKey, run.Latent).ToFloats();
        var stored = Get(CountsKey, 2 * Reach + 1);
        long[] counts = stored.Type == ElementType.Int64 ? stored.ToInt64s() : [-1];
        return FrequencyTable.Takes(counts) && Enumerable.Range(1, MaxBits).All(bits => FrequencyTable.Takes(Coarser(counts, bits)))
            && means.Zip(deviations).All(number => number.Second > 0 && float.IsFinite(Math.Abs(number.First) + 2 * Reach * number.Second))
            ? new LatentCodec(means, deviations, counts, SHA256.HashData(file.ToBytes())[..IdBytes])
            : throw new CheckpointException($"'{path}' holds numbers that no codec has; remove it and compress again.");
    }

    /// <summary>A latent vector as bytes.</summary>
    /// <param name="latent">As many numbers as the model's vectors have.</param>
    /// <param name="bits">1 to <see cref="MaxBits"/>: how fine the steps are.</param>
    internal byte[] Encode(ReadOnlySpan<float> latent, int bits)
    {
        int reach = ReachOf(bits);
        int[] symbols = new int[latent.Length];
        for (int j = 0; j < symbols.Length; j++)
        {
            symbols[j] = reach + Quantise(latent[j], j, bits);
        }

        return RangeCoder.Encode(symbols, _tables[bits - 1]);
    }

    /// <summary>The latent vector of bytes, each number at the middle of its step.</summary>
    /// <exception cref="FormatException">The bytes are not those of a vector.</exception>
    internal float[] Decode(ReadOnlySpan<byte> bytes, int bits)
    {
        int reach = ReachOf(bits);
        int[] symbols = RangeCoder.Decode(bytes, _mean.Length, _tables[bits - 1]);
        return [.. symbols.Select((symbol, j) => _mean[j] + (symbol - reach) * StepOf(j, bits))];
    }

    private static void Write(LatentRun run, PixelSet pictures, CancellationToken cancellation)
    {
        float[][] latents = new float[pictures.Count][];
        for (int i = 0; i < latents.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            latents[i] = run.Encode(pictures.Image(i));
        }

        var moments = Enumerable.Range(0, run.Latent).Select(j =>
        {
            cancellation.ThrowIfCancellationRequested();
            double mean = latents.Average(latent => (double)latent[j]);
            return (Mean: (float)mean, Deviation: (float)Math.Sqrt(latents.Average(latent => (latent[j] - mean) * (latent[j] - mean))));
        }).ToList();
        float[] means = [.. moments.Select(m => m.Mean)];
        // A number that never changes has steps too, so small that they do not matter.
        float least = 1e-6f * moments.Max(m => m.Deviation) + float.Epsilon;
        float[] deviations = [.. moments.Select(m => Math.Max(m.Deviation, least))];
        long[] counts = new long[2 * Reach + 1];
        var codec = new LatentCodec(means, deviations, counts, []);
        foreach (float[] latent in latents)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int j = 0; j < latent.Length; j++)
            {
                counts[Reach + codec.Quantise(latent[j], j, MaxBits)]++;
            }
        }

        var file = new Checkpoint();
        file.Tensors[MeanKey] = CheckpointTensor.FromFloats([run.Latent], means);
        file.Tensors[DeviationKey] = CheckpointTensor.FromFloats([run.Latent], deviations);
        file.Tensors[CountsKey] = CheckpointTensor.FromInt64s([counts.Length], counts);
        ModelSidecar.Write(file, run.Run, Name);
    }

    /// <summary>Counts of coarser steps, from those of the finest: in integers, so that every machine has the same table.</summary>
    private static long[] Coarser(long[] counts, int bits)
    {
        int reach = ReachOf(bits), shift = MaxBits - bits, half = shift == 0 ? 0 : 1 << shift - 1;
        long[] coarser = new long[2 * reach + 1];
        for (int i = 0; i < counts.Length; i++)
        {
            coarser[Math.Clamp((i - Reach + half >> shift) + reach, 0, 2 * reach)] += counts[i];
        }

        return coarser;
    }

    private static int ReachOf(int bits) => Reach >> MaxBits - bits;

    private float StepOf(int j, int bits) => _deviation[j] * (4f / (1 << bits));

    private int Quantise(float value, int j, int bits)
    {
        int reach = ReachOf(bits);
        return (int)Math.Clamp(MathF.Round((value - _mean[j]) / StepOf(j, bits)), -reach, reach);
    }
}
