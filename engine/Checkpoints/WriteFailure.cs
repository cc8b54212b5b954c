using System.Globalization;

namespace ILGpuAutoencoders.Engine.Checkpoints;

/// <summary>The message for a failed write: the file, the reason, the bytes if the disk is full, and what to do.</summary>
internal static class WriteFailure
{
    private const int NoSpaceOnUnix = 28, QuotaOnLinux = 122, QuotaOnMac = 69, NoSpaceOnWindows = unchecked((int)0x80070070);

    /// <summary>The error in one sentence; null if it is not a disk error.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="path">The file.</param>
    /// <param name="length">The number of bytes to write.</param>
    internal static Exception? Explain(Exception error, string path, Func<long> length) => error switch
    {
        IOException { HResult: NoSpaceOnUnix or QuotaOnLinux or QuotaOnMac or NoSpaceOnWindows } =>
            new IOException(
                $"'{path}' cannot be written: it needs {Text(length())} bytes and {Text(FreeBytes(path))} are free there; free some "
                + "space and try again.", error),
        IOException =>
            new IOException($"'{path}' cannot be written ({Reason(error)}); check its disk or folder and try again.", error),
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

    /// <summary>Without the path that the runtime adds, which is that of the temporary file.</summary>
    private static string Reason(Exception error) =>
        error is DirectoryNotFoundException ? "its folder does not exist" : error.Message.Split(" : '")[0].TrimEnd('.');
}
