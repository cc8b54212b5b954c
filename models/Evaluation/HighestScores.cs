namespace ILGpuAutoencoders.Models.Evaluation;

/// <summary>The items with the highest scores of any number: as many as a sheet shows.</summary>
internal sealed class HighestScores<T>
{
    /// <summary>The most that are kept.</summary>
    internal const int MostKept = 36;

    // Of equal scores the first are kept, and come first.
    private readonly PriorityQueue<T, (double Score, int Order)> _kept = new();
    private int _order;

    /// <summary>Those that are kept, highest score first.</summary>
    internal IReadOnlyList<T> Items =>
        [.. _kept.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element)];

    /// <summary>Adds an item.</summary>
    internal void Add(double score, T item)
    {
        _kept.Enqueue(item, (score, --_order));
        if (_kept.Count > MostKept)
        {
            _kept.Dequeue();
        }
    }
}
