using System.Globalization;

namespace ILGpuAutoencoders.Engine.Devices;

/// <summary>Memory of this machine.</summary>
internal static class HostMemory
{
    private const string Table = "/proc/meminfo", Available = "MemAvailable:";

    /// <summary>Bytes that this process can allocate before others are swapped out, within the limit of its container.</summary>
    internal static long FreeBytes
    {
        get
        {
            long limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
            return Math.Max(0, Math.Min(limit, AvailableBytes ?? limit));
        }
    }

    /// <summary>Null if the system has no such table.</summary>
    private static long? AvailableBytes
    {
        get
        {
            if (!OperatingSystem.IsLinux() || !File.Exists(Table))
            {
                return null;
            }

            string? line = File.ReadLines(Table).FirstOrDefault(row => row.StartsWith(Available, StringComparison.Ordinal));
            return line is not null
                && long.TryParse(line.AsSpan(Available.Length).Trim(" \tkB"), NumberStyles.None, CultureInfo.InvariantCulture,
                    out long kilobytes) ? kilobytes << 10 : null;
        }
    }
}
