namespace ILGpuAutoencoders.Models.Inference;

/// <summary>Work on other threads, one piece after another in the order asked for: what waits takes no thread.</summary>
internal sealed class TurnQueue : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Does the work when its turn has come.</summary>
    /// <exception cref="OperationCanceledException">It was stopped, before its turn too.</exception>
    internal async Task<T> Run<T>(Func<T> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Refuses what is asked from now on.</summary>
    public void Dispose() => _turn.Dispose();
}
