using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Runs;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>
/// What ranks must have in common to end with the bits of one process. It is compared before the first step, and the weights after each
/// epoch: a difference names the rank, its host and what differs.
/// </summary>
internal static class RankAgreement
{
    private const string Separator = "\n";

    /// <summary>Requires a part of each whole batch for each rank.</summary>
    /// <param name="world">The ranks.</param>
    /// <param name="options">Resolved options.</param>
    /// <param name="pictures">Pictures of train.</param>
    /// <exception cref="ConfigurationException">There are more ranks than parts; the message says what fits.</exception>
    internal static void RequireParts(IWorld world, TrainingOptions options, int pictures)
    {
        int batch = Math.Min(options.BatchSize, pictures), parts = BatchPlan.Count(batch, options.MicroBatch ?? int.MaxValue);
        if (world.Size <= parts)
        {
            return;
        }

        int most = batch / world.Size;
        while (most > 0 && BatchPlan.Count(batch, most) < world.Size)
        {
            most--;
        }

        string computed = options.MicroBatch is { } part
            ? $"has {Quantity.Of(parts, "micro-batch", "micro-batches")} of up to {part}, and there are {world.Size} ranks"
            : $"is computed whole, and there are {world.Size} ranks";
        string smaller = most > 0 ? $"a micro-batch of at most {most}" : $"a batch-size of at least {world.Size}";
        throw new ConfigurationException(
            "micro-batch", $"a batch of {Quantity.Of(batch, "picture")} {computed}; use {smaller}, or start at most {parts}.");
    }

    /// <summary>Compares program and options.</summary>
    /// <param name="world">The ranks.</param>
    /// <param name="options">Resolved options.</param>
    /// <exception cref="ConfigurationException">A rank is of another version, or has other options.</exception>
    internal static void OnOptions(IWorld world, TrainingOptions options)
    {
        if (world.Size == 1)
        {
            return;
        }

        Compare(world, "version", EnvironmentReport.ProgramVersion,
            (who, own, first) => new ConfigurationException($"{who} is version {own} of the program, and rank 0 is {first}; install one."));
        foreach (var option in TrainingOptions.Table.Options.Where(option => option.Scope(options) != OptionScope.Place))
        {
            Compare(world, option.Key, option.Format(options) ?? "unset", (who, own, first) => new ConfigurationException(
                option.Key, $"{who} has '{own}', and rank 0 has '{first}'; start all ranks with the same options."));
        }
    }

    /// <summary>Compares arithmetic.</summary>
    /// <param name="world">The ranks.</param>
    /// <param name="device">Where this rank computes.</param>
    /// <exception cref="DeviceException">A rank computes on another kind of device, or with vectors of another width.</exception>
    internal static void OnDevice(IWorld world, ComputeDevice device)
    {
        if (world.Size == 1)
        {
            return;
        }

        Compare(world, "device", device.Arithmetic, (who, own, first) => new DeviceException(
            $"Device: {who} computes on {own}, and rank 0 on {first}: sums would differ in their last bits; use hosts of one kind, or name "
            + "a device that all have."));
    }

    /// <summary>Compares the pictures.</summary>
    /// <param name="world">The ranks.</param>
    /// <param name="fingerprint">Of this rank's.</param>
    /// <param name="data">Where they are from.</param>
    /// <exception cref="DataSetException">A rank has others.</exception>
    internal static void OnPictures(IWorld world, string fingerprint, string data)
    {
        if (world.Size > 1)
        {
            Compare(world, "pictures", fingerprint, (who, _, _) => new DataSetException(
                $"{who} finds other pictures in '{data}' than rank 0; give all hosts the same folder."));
        }
    }

    /// <summary>Compares the weights.</summary>
    /// <param name="world">The ranks.</param>
    /// <param name="arena">This rank's.</param>
    /// <param name="epoch">Finished epochs.</param>
    /// <exception cref="DeviceException">A rank has others: it computes wrongly.</exception>
    internal static void OnWeights(IWorld world, ParameterArena arena, int epoch)
    {
        if (world.Size == 1)
        {
            return;
        }

        var hash = new XxHash3();
        foreach (float[] run in arena.ToArrays())
        {
            hash.Append(MemoryMarshal.AsBytes(run.AsSpan()));
        }

        Compare(world, "weights", hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture), (who, _, _) =>
            new DeviceException(
                $"Device: {who} has other weights than rank 0 after epoch {epoch}: its memory or processor is at fault, or the program; "
                + "leave that host out and resume."));
    }

    /// <summary>Gives all ranks the weights of rank 0.</summary>
    internal static void ShareWeights(IWorld world, ParameterArena arena)
    {
        if (world.Size == 1)
        {
            return;
        }

        float[][] runs = arena.ToArrays();
        foreach (float[] run in runs)
        {
            world.Broadcast(MemoryMarshal.AsBytes(run.AsSpan()), root: 0);
        }

        arena.SetFrom(runs);
    }

    private static void Compare(IWorld world, string field, string own, Func<string, string, string, Exception> differs)
    {
        string[] all = world.AllGather(field + Separator + own);
        int other = Array.FindIndex(all, text => text != all[0]);
        if (other > 0)
        {
            throw differs(
                $"rank {other} on {world.HostOf(other)}", all[other][(field.Length + 1)..], all[0][(field.Length + 1)..]);
        }
    }
}
