using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Options;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>The memory that a training takes, found by laying out one step and a validation on a device that only counts.</summary>
internal static class MemoryNeed
{
    private const double Gibibyte = 1L << 30;
    private const int LargestAutoBatch = 256, LeastAutoSteps = 32;

    /// <summary>
    /// Refuses a training that does not fit into the memory that is free now: it would fail in the middle, or make the machine swap.
    /// </summary>
    /// <param name="device">Where it will run.</param>
    /// <param name="options">Resolved options.</param>
    /// <param name="train">Pictures of train.</param>
    /// <param name="val">Pictures of val.</param>
    /// <param name="world">The ranks, which share the memory of a host; null for this process alone.</param>
    /// <exception cref="InsufficientMemoryException">It does not fit; the message says how much it needs and what
    /// fits.</exception>
    internal static void Require(ComputeDevice device, TrainingOptions options, int train, int val, IWorld? world = null)
    {
        int sharing = device.SharesHostMemory && world is not null ? world.LocalSize : 1;
        Require(device.Name, device.FreeBytes / sharing, device.SharesHostMemory, options, train, val, world);
    }

    /// <summary>The same for a device about which only this is known.</summary>
    internal static void Require(
        string device, long free, bool withHost, TrainingOptions options, int train, int val, IWorld? world = null)
    {
        long? need = Of(options, train, val, withHost, world);
        if (need <= free)
        {
            return;
        }

        if (need is null && LacksVariance(options, train, val))
        {
            string size = options.MicroBatch is null ? "batch-size" : "micro-batch";
            throw new ConfigurationException(
                $"{size}: in a pass of one picture of {options.ImageSize.Sides}, {options.Model} has one value per "
                + "channel, and batch norm needs two; "
                + $"use a {size} of 2 or more and at least 2 pictures to train on, or a larger image-size.");
        }

        string needed = need is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Gibibyte:F1} GiB")
            : "tensors of more than 2³¹ elements";
        string advice = LargestBatch(options.ComputedAtOnce, m => Fits(options with { MicroBatch = m })) is > 0 and int part
            ? $"use a micro-batch of at most {part}"
            : LargestBatch(options.BatchSize, batch => Fits(options with { BatchSize = batch })) is > 0 and int whole
            ? $"use a batch-size of at most {whole}"
            : "use a smaller image-size or latent, or another model";
        var problem = new ConfigurationException("batch-size", string.Create(
            CultureInfo.InvariantCulture,
            $"{Quantity.Of(Math.Min(options.ComputedAtOnce, Math.Max(train, val)), "picture")} of {options.ImageSize.Sides}"
            + $" in a pass of {options.Model} need {needed} on {device}, and {free / Gibibyte:F1} GiB are free; {advice}."));
        throw new InsufficientMemoryException(problem.Message, problem);

        bool Fits(TrainingOptions other) => Of(other, train, val, withHost, world) <= free;
    }

    /// <summary>The options with a batch size, where they leave it open: that of rank 0 for all ranks.</summary>
    /// <param name="device">Where training takes place.</param>
    /// <param name="options">Resolved options.</param>
    /// <param name="train">Pictures of train, 1 or more.</param>
    /// <param name="val">Pictures of val.</param>
    /// <param name="world">The ranks.</param>
    internal static TrainingOptions WithBatchSize(ComputeDevice device, TrainingOptions options, int train, int val, IWorld world)
    {
        if (options.BatchSize != TrainingOptions.AutoBatchSize)
        {
            return options;
        }

        int size = 1;
        if (world.Rank == 0)
        {
            long free = device.FreeBytes / (device.SharesHostMemory ? world.LocalSize : 1);
            size = LargestAutoBatch;
            while (size > 1 && (train / size < LeastAutoSteps || !(
                Of(options with { BatchSize = size }, train, val, device.SharesHostMemory, world) <= free)))
            {
                size /= 2;
            }
        }

        return options with { BatchSize = int.Parse(world.Broadcast($"{size}")!, CultureInfo.InvariantCulture) };
    }

    /// <summary>Bytes; null if a tensor has more elements than can be counted.</summary>
    /// <param name="options">Resolved options.</param>
    /// <param name="train">Pictures of train.</param>
    /// <param name="val">Pictures of val.</param>
    /// <param name="withHost">Whether pictures and prepared batches count.</param>
    /// <param name="world">The ranks; null for this process alone.</param>
    internal static long? Of(TrainingOptions options, int train, int val, bool withHost, IWorld? world = null)
    {
        try
        {
            return OnDevice(options, train, val, world) + (withHost ? OnHost(options, train, val) : 0);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Whether a step is impossible because batch norm has one value per channel, not because of its size.</summary>
    private static bool LacksVariance(TrainingOptions options, int train, int val)
    {
        try
        {
            OnDevice(options, train, val, world: null);
            return false;
        }
        catch (NoVarianceException)
        {
            return true;
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            return false;
        }
    }

    private static long OnDevice(TrainingOptions options, int train, int val, IWorld? world)
    {
        using var device = new CountingDevice();
        using var model = Autoencoder.Create(device, ModelBuilder.NetworkOf(options));
        using var learner = new Learner(model, options, stepsPerEpoch: 1, world);
        foreach (int count in SizesOf(train, options.BatchSize))
        {
            learner.Capture(count);
        }

        foreach (int count in SizesOf(val, options.ComputedAtOnce))
        {
            Tensor.Allocate(device, model.PicturesShape(count));
            device.Capture(() => model.Forward(Tensor.Allocate(device, model.PicturesShape(count)), ForwardPass.Inference));
        }

        return device.NeededBytes;
    }

    private static long OnHost(TrainingOptions options, int train, int val)
    {
        long whole = options.Whole.Shape.Length, values = options.Picture.Length;
        int ahead = options.Workers * (new BatchOptions { BatchSize = options.BatchSize }.Ahead + 1);
        long batches = Math.Min(options.BatchSize, train) * (long)ahead;
        long Resident(int pictures) => Math.Min(pictures * whole, new PixelOptions().ResidentBytes);
        return Resident(train) + Resident(val) + (batches * values * sizeof(float) * (options.Corruption.IsNone ? 1 : 2));
    }

    private static IEnumerable<int> SizesOf(int pictures, int batchSize) => pictures == 0
        ? []
        : new[] { 0, BatchPlan.Count(pictures, batchSize) - 1 }
            .Select(batch => BatchPlan.Range(pictures, batchSize, batch).Length).Distinct();

    /// <summary>The largest size below <paramref name="tooLarge"/> that fits; 0 for none.</summary>
    private static int LargestBatch(int tooLarge, Func<int, bool> fits)
    {
        int low = 0;
        for (int high = tooLarge; high - low > 1;)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = fits(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }
}
