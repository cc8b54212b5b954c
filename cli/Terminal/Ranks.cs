using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Cli.Terminal;

/// <summary>The ranks of this process, if a command asks for them, and how they end together.</summary>
/// <param name="stop">Tells that the launcher ends this rank; null if nothing does.</param>
internal sealed class Ranks(StopSignal? stop)
{
    // What the first rank says comes first, and its end ends the others: most errors are those of all.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    // Launchers forward what a rank has written, unless it ends at once.
    private static readonly TimeSpan s_forwarding = TimeSpan.FromMilliseconds(300);

    private IWorld? _world;
    private bool _isLost;

    /// <summary>The ranks that a launcher has started, found by now; this process alone where none has.</summary>
    internal IWorld Open()
    {
        try
        {
            return _world ??= World.Open();
        }
        catch (LaunchException)
        {
            _isLost = true;
            throw;
        }
    }

    /// <summary>All is done.</summary>
    internal void Finish() => _world?.Dispose();

    /// <summary>Ends all ranks after an error of this one.</summary>
    /// <param name="joins">Whether the command would have found the others, or tried to.</param>
    /// <param name="report">Tells it, given who: nothing for the first rank where all are on its host. It returns the exit code.</param>
    internal int Fail(bool joins, Func<string, int> report)
    {
        if (!joins)
        {
            return report("");
        }

        int rank = _world?.Rank ?? World.LaunchedRank;
        if (rank > 0 && stop is not null && stop.Token.WaitHandle.WaitOne(s_patience))
        {
            return stop.ExitCode;
        }

        bool hasOtherHosts = _world is { } found && found.LocalSize < found.Size;
        int code = report(rank > 0 || hasOtherHosts ? $"rank {rank} on {Environment.MachineName}: " : "");
        try
        {
            // Some launchers leave the others waiting for a rank that has ended before it found them.
            if (!_isLost && Open() is { Size: > 1 } world)
            {
                Thread.Sleep(s_forwarding);
                world.Abort(code);
            }
        }
        catch (LaunchException)
        {
            // No rank finds the others.
        }

        return code;
    }
}
