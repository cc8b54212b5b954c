using System.Runtime.ExceptionServices;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>Writes behind: what was computed is encoded and written on other threads while the next is computed.</summary>
internal sealed class WriteBehind : IDisposable
{
    private Task? _running;

    /// <summary>Waits for what was given before, whose error it throws, and begins with the next.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="write">Writes one; called from several threads.</param>
    internal void Start(int count, Action<int> write)
    {
        Finish();
        _running = Task.Run(() => Parallel.For(0, count, write));
    }

    /// <summary>Waits for all that was given, and throws its error.</summary>
    internal void Finish()
    {
        var running = _running;
        _running = null;
        try
        {
            running?.GetAwaiter().GetResult();
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }

    /// <summary>Waits; an error of its own has come too late to be told.</summary>
    public void Dispose()
    {
        if (_running is { } running)
        {
            ((IAsyncResult)running).AsyncWaitHandle.WaitOne();
            _ = running.Exception;
        }
    }
}
