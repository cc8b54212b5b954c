using System.Runtime.ExceptionServices;

namespace ILGpuAutoencoders.Data.Basics;

/// <summary>Work on pictures, on several threads.</summary>
internal static class ParallelLoop
{
    /// <summary>
    /// Runs a body for every index below <paramref name="count"/>, in no fixed order. An exception of the body is rethrown as it is, not
    /// wrapped, so that callers can catch it by type.
    /// </summary>
    /// <param name="count">Number of indices.</param>
    /// <param name="workers">The most threads.</param>
    /// <param name="body">Writes disjoint results for different indices.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static void For(int count, int workers, Action<int> body, CancellationToken cancellation = default)
    {
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, workers), CancellationToken = cancellation };
            Parallel.For(0, count, options, body);
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }
}
