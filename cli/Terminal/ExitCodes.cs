namespace ILGpuAutoencoders.Cli.Terminal;

/// <summary>What the process says to the script that called it.</summary>
internal static class ExitCodes
{
    internal const int Ok = 0, Bug = 1, Usage = 2, Data = 3, Checkpoint = 4, Device = 5, Diverged = 6, Disk = 7, Locked = 8;
    internal const int HungUp = 129, Interrupted = 130, UserSignal = 138, Terminated = 143;
}
