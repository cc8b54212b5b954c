using System.Globalization;

namespace ILGpuAutoencoders.Engine.Checkpoints;

/// <summary>What people are told of a write that failed: the file, the reason, for a full disk the bytes, and what to do.</summary>
internal static class WriteFailure
{
    private const int NoSpaceOnUnix = 28, QuotaOnLinux = 122, QuotaOnMac = 69, NoSpaceOnWindows = unchecked((int)0x80070070);

    /// <summary>The error in a sentence; null where it is none of the disk.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="path">The file.</param>
    /// <param name="length">The bytes that were to be written.</param>
    internal static Exception? Explain(Exception error, string path, Func<long> length) => error switch
    {
        IOException { HResult: NoSpaceOnUnix or QuotaOnLinux or QuotaOnMac or NoSpaceOnWindows } =>
            new IOException(
                $"'{path}' cannot be written: it needs {Text(length())} bytes and {Text(FreeBytes(path))} are free there; free more, and "
                + "do it again.", error),
        IOException =>
            new IOException($"'{path}' cannot be written ({Reason(error)}); look after its disk or folder, and do it again.", error),
        UnauthorizedAccessException =>
            new UnauthorizedAccessException($"'{path}' cannot be written: the permission is missing; allow it or write elsewhere.", error),
        _ => null,
    };

    private static string Text(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "unknown";

    private static long? FreeBytes(string path)
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Without the path that the runtime adds: it is that of the unfinished file.</summary>
    private static string Reason(Exception error) =>
        error is DirectoryNotFoundException ? "its folder does not exist" : error.Message.Split(" : '")[0].TrimEnd('.');
}
