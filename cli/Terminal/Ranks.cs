using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Cli.Terminal;

/// <summary>The ranks of this process, if a command asks for them, and how they end together.</summary>
/// <param name="stop">Tells that the launcher ends this rank; null if nothing does.</param>
internal sealed class Ranks(StopSignal? stop)
{
    // What the first rank says comes first, and its end ends the others: most errors are those of all.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private IWorld? _world;

    /// <summary>The ranks that a launcher has started, found by now; this process alone where none has.</summary>
    internal IWorld Open() => _world ??= World.Open();

    /// <summary>All is done.</summary>
    internal void Finish() => _world?.Dispose();

    /// <summary>Ends all ranks after an error of this one.</summary>
    /// <param name="report">Tells it, given who: nothing for the first rank. It returns the exit code.</param>
    internal int Fail(Func<string, int> report)
    {
        int rank = _world?.Rank ?? World.LaunchedRank;
        if (rank > 0 && stop is not null && stop.Token.WaitHandle.WaitOne(s_patience))
        {
            return stop.ExitCode;
        }

        int code = report(rank > 0 ? $"rank {rank} on {Environment.MachineName}: " : "");
        _world?.Abort(code);
        return code;
    }
}
