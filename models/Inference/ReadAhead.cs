namespace ILGpuAutoencoders.Models.Inference;

/// <summary>Reads ahead: a group of items is read on all cores while the one before it is worked on.</summary>
internal static class ReadAhead
{
    /// <summary>Items in their order. No more than two groups are in memory, and nothing is read any more once the enumeration
    /// ends.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="size">Items of a group, 1 or more.</param>
    /// <param name="read">Reads one; called from several threads.</param>
    /// <param name="cancellation">Stops the reading.</param>
    internal static IEnumerable<T> Of<T>(int count, int size, Func<int, T> read, CancellationToken cancellation)
    {
        if (count == 0)
        {
            yield break;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var next = Start(0, Math.Min(size, count), read, stop.Token);
        try
        {
            for (int first = 0; first < count; first += size)
            {
                var group = next.GetAwaiter().GetResult();
                int following = first + size;
                if (following < count)
                {
                    next = Start(following, Math.Min(size, count - following), read, stop.Token);
                }

                foreach (var item in group)
                {
                    yield return item;
                }
            }
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)next).AsyncWaitHandle.WaitOne();
            // Reading it marks it as observed: another error ended the enumeration.
            _ = next.Exception;
        }
    }

    private static async Task<T[]> Start<T>(int first, int count, Func<int, T> read, CancellationToken cancellation)
    {
        var group = new T[count];
        await Parallel.ForAsync(0, count, cancellation, (i, _) =>
        {
            group[i] = read(first + i);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return group;
    }
}
