using System.Buffers.Binary;
using System.Security.Cryptography;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>
/// Latent vectors to bytes and back. All numbers are counted in steps of one size, from their means, and each is coded with the table of
/// its scale class: a number that deviates by much less than a step takes next to nothing.
/// </summary>
internal sealed class LatentCodec
{
    private const string Name = "codec", MeanKey = "mean", DeviationKey = "deviation", CountsKey = "counts";
    private const int FittedPictures = 2_000;

    private readonly double _meanDeviation;
    private readonly int[] _scales;
    private readonly ScaleTable?[] _tables = new ScaleTable?[ScaleTable.LargestClass - ScaleTable.LeastClass + 1];
    private readonly LatentShape _shape;

    /// <summary>The codec of statistics.</summary>
    internal LatentCodec(CodecStatistics statistics)
    {
        Statistics = statistics;
        _shape = new LatentShape(statistics.Counts);
        _meanDeviation = Math.Sqrt(statistics.Deviation.Average(deviation => (double)deviation * deviation));
        _scales = [.. statistics.Deviation.Select(deviation => ScaleTable.QuartersOf(deviation / _meanDeviation))];
    }

    /// <summary>What it was made from.</summary>
    internal CodecStatistics Statistics { get; }

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
        var stored = Get(CountsKey, 2 * CodecStatistics.Reach + 1);
        var statistics = new CodecStatistics(
            Get(MeanKey, run.Latent).ToFloats(), Get(DeviationKey, run.Latent).ToFloats(),
            stored.Type == ElementType.Int64 ? stored.ToInt64s() : [-1], SHA256.HashData(file.ToBytes())[..CodecStatistics.IdBytes]);
        return statistics.AreUsable()
            ? new LatentCodec(statistics)
            : throw new CheckpointException($"'{path}' holds numbers that no codec has; remove it and compress again.");
    }

    /// <summary>A latent vector as bytes, with a check of <see cref="RangeCoder.CheckBits"/> bits.</summary>
    /// <param name="latent">As many numbers as the model's vectors have.</param>
    /// <param name="step">How fine they are kept.</param>
    internal byte[] Encode(ReadOnlySpan<float> latent, QuantiserStep step)
    {
        double size = SizeOf(step);
        int[] symbols = new int[latent.Length];
        for (int j = 0; j < symbols.Length; j++)
        {
            var table = TableOf(j, step);
            symbols[j] = table.Reach + table.Quantise((latent[j] - Statistics.Mean[j]) / size);
        }

        return RangeCoder.Encode(symbols, j => TableOf(j, step).Frequencies, CheckOf(symbols, step));
    }

    /// <summary>The latent vector of bytes.</summary>
    /// <exception cref="FormatException">The bytes are not those of a vector, or of another codec.</exception>
    internal float[] Decode(ReadOnlySpan<byte> bytes, QuantiserStep step)
    {
        var (symbols, check) = RangeCoder.Decode(bytes, _scales.Length, j => TableOf(j, step).Frequencies);
        if (check != CheckOf(symbols, step))
        {
            throw new FormatException("its check does not fit");
        }

        double size = SizeOf(step);
        return [.. symbols.Select((symbol, j) =>
        {
            var table = TableOf(j, step);
            return (float)(Statistics.Mean[j] + table.PointOf(symbol - table.Reach) * size);
        })];
    }

    private static void Write(LatentRun run, PixelSet pictures, CancellationToken cancellation)
    {
        float[][] latents = new float[pictures.Count][];
        for (int i = 0; i < latents.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            latents[i] = run.Encode(pictures.Image(i));
        }

        var statistics = CodecStatistics.Of(latents, cancellation);
        var file = new Checkpoint();
        file.Tensors[MeanKey] = CheckpointTensor.FromFloats([run.Latent], statistics.Mean);
        file.Tensors[DeviationKey] = CheckpointTensor.FromFloats([run.Latent], statistics.Deviation);
        file.Tensors[CountsKey] = CheckpointTensor.FromInt64s([statistics.Counts.Length], statistics.Counts);
        ModelSidecar.Write(file, run.Run, Name);
    }

    private double SizeOf(QuantiserStep step) => _meanDeviation * ScaleTable.Power(-step.Fineness);

    private ScaleTable TableOf(int j, QuantiserStep step)
    {
        int scale = Math.Clamp(_scales[j] + step.Fineness, ScaleTable.LeastClass, ScaleTable.LargestClass);
        return _tables[scale - ScaleTable.LeastClass] ??= new ScaleTable(_shape, scale);
    }

    /// <summary>The first bits of the SHA-256 of the codec's id, the step and the symbols.</summary>
    private uint CheckOf(int[] symbols, QuantiserStep step)
    {
        byte[] checkedBytes = new byte[CodecStatistics.IdBytes + 1 + sizeof(short) * symbols.Length];
        Statistics.Id.CopyTo(checkedBytes, 0);
        checkedBytes[CodecStatistics.IdBytes] = (byte)step.Number;
        for (int j = 0; j < symbols.Length; j++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(
                checkedBytes.AsSpan(CodecStatistics.IdBytes + 1 + (sizeof(short) * j)), (short)symbols[j]);
        }

        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(checkedBytes)) >> (32 - RangeCoder.CheckBits);
    }
}
