using System.Globalization;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>The device and the threads of a rank among those of its host.</summary>
/// <param name="Device">What <see cref="DeviceCatalog.Open"/> takes.</param>
/// <param name="Threads">0 for one per processor.</param>
/// <param name="Warning">What limits the rank, as a sentence; null for nothing.</param>
internal sealed record RankShare(string Device, int Threads, string? Warning)
{
    private const string AllowedKey = "Cpus_allowed_list:", StatusFile = "/proc/self/status";
    private const string OnlineFile = "/sys/devices/system/cpu/online";

    /// <summary>
    /// A GPU for each rank of a host, by its local number, and an equal share of the processors, unless options say otherwise.
    /// </summary>
    internal static RankShare Of(IWorld world, ComputeOptions options)
    {
        if (world.Size == 1)
        {
            return new(options.Device, options.Threads, null);
        }

        string allowed = File.Exists(StatusFile)
            ? File.ReadLines(StatusFile).FirstOrDefault(line => line.StartsWith(AllowedKey, StringComparison.Ordinal)) ?? ""
            : "";
        string[] all = world.AllGather(allowed[Math.Min(allowed.Length, AllowedKey.Length)..].Trim());
        int[] local = [.. Enumerable.Range(0, world.Size).Where(rank => world.HostOf(rank) == world.HostOf(world.Rank))];
        int sharing = local.Count(rank => all[rank] == all[world.Rank]);
        int threads = options.Threads > 0 ? options.Threads : Math.Max(1, Environment.ProcessorCount / sharing);
        string? warning = File.Exists(OnlineFile)
            ? WarningOf(CountOf(all[world.Rank]), CountOf(File.ReadAllText(OnlineFile)), sharing, local.Length)
            : null;
        return new(DeviceOf(options.Device, world.LocalRank), threads, warning);
    }

    /// <summary>Says so where a launcher has bound a rank to fewer processors than its share of the host.</summary>
    /// <param name="allowed">Processors that this rank may use.</param>
    /// <param name="online">Processors of its host.</param>
    /// <param name="sharing">Ranks that may use the same ones.</param>
    /// <param name="local">Ranks of the host.</param>
    internal static string? WarningOf(int allowed, int online, int sharing, int local) =>
        allowed > 0 && allowed < online / local && (sharing < local || allowed == 1)
            ? $"A rank may use {allowed} of the {online} processors of its host: start mpirun with --bind-to none, or give tasks more."
            : null;

    /// <summary>How many numbers a list as 0-3,8 has.</summary>
    internal static int CountOf(string list) => list.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries).Sum(range =>
    {
        int[] ends = [.. range.Split('-').Select(end => int.Parse(end, NumberStyles.None, CultureInfo.InvariantCulture))];
        return ends[^1] - ends[0] + 1;
    });

    private static string DeviceOf(string asked, int localRank)
    {
        string kind = asked.ToLowerInvariant();
        if (kind is not ("auto" or "cuda" or "opencl"))
        {
            return asked;
        }

        // Where a launcher shows each rank a GPU of its own, that is number 0.
        string gpu = kind == "auto" ? "cuda" : kind;
        int count = DeviceCatalog.Survey(gpu).Devices.Count;
        return count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{gpu}:{localRank % count}") : asked;
    }
}
