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
        _running = Parallel.ForAsync(0, count, (i, _) =>
        {
            write(i);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Waits for all that was given, and throws its error.</summary>
    internal void Finish()
    {
        var running = _running;
        _running = null;
        running?.GetAwaiter().GetResult();
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
