using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Cli.Terminal;

/// <summary>Ctrl-C, SIGTERM, SIGHUP and SIGUSR1: the first asks the command to stop cleanly, a second ends the process at once.</summary>
internal sealed class StopSignal : IDisposable
{
    // Launchers forward it to all ranks and wait, whereas they kill soon after other signals.
    private const int UserSignalOnLinux = 10, UserSignalOnMac = 30;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TextWriter? _error;
    private int _exitCode;

    /// <summary>Begins to listen.</summary>
    /// <param name="error">Where it says that it has heard; null to say nothing.</param>
    internal StopSignal(TextWriter? error)
    {
        _error = error;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCodes.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCodes.Terminated)),
            // The terminal or its connection is gone. Where it is ignored, as by nohup, it stays so.
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, ExitCodes.HungUp)),
            .. OperatingSystem.IsWindows() ? [] : new[] { OnUserSignal() },
        ];
    }

    internal CancellationToken Token => _source.Token;

    /// <summary>129, 130, 138 or 143, by the signal that came first; 0 while there was none.</summary>
    internal int ExitCode => Volatile.Read(ref _exitCode);

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private PosixSignalRegistration OnUserSignal() => PosixSignalRegistration.Create(
        (PosixSignal)(OperatingSystem.IsMacOS() ? UserSignalOnMac : UserSignalOnLinux), context => Stop(context, ExitCodes.UserSignal));

    private void Stop(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) != 0)
        {
            Environment.Exit(exitCode);
        }

        _error?.WriteLine("stopping after this step; interrupt again to quit at once");
        _source.Cancel();
    }
}
