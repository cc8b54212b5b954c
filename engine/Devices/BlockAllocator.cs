namespace ILGpuAutoencoders.Engine.Devices;

/// <summary>
/// Hands out ranges of one chunk of memory, best fit with coalescing. It handles offsets only, so the same sequence of calls gives the
/// same offsets on every device; replayed steps rely on this.
/// </summary>
internal sealed class BlockAllocator(long capacity)
{
    private readonly List<(long Offset, long Length)> _free = [(0, capacity)];

    internal bool IsEmpty => _free.Count == 1 && _free[0].Length == capacity;

    internal long? TryAllocate(long length)
    {
        int best = -1;
        for (int i = 0; i < _free.Count; i++)
        {
            if (_free[i].Length >= length && (best < 0 || _free[i].Length < _free[best].Length))
            {
                best = i;
            }
        }

        if (best < 0)
        {
            return null;
        }

        var (offset, available) = _free[best];
        if (available == length)
        {
            _free.RemoveAt(best);
        }
        else
        {
            _free[best] = (offset + length, available - length);
        }

        return offset;
    }

    internal void Free(long offset, long length)
    {
        int next = _free.FindIndex(f => f.Offset > offset);
        int at = next < 0 ? _free.Count : next;
        if (at > 0 && _free[at - 1].Offset + _free[at - 1].Length > offset || at < _free.Count && offset + length > _free[at].Offset)
        {
            throw new InvalidOperationException($"BlockAllocator: the block at {offset} is already free; free each storage once.");
        }

        _free.Insert(at, (offset, length));
        Merge(at);
        Merge(at - 1);
    }

    private void Merge(int index)
    {
        if (index < 0 || index + 1 >= _free.Count || _free[index].Offset + _free[index].Length != _free[index + 1].Offset)
        {
            return;
        }

        _free[index] = (_free[index].Offset, _free[index].Length + _free[index + 1].Length);
        _free.RemoveAt(index + 1);
    }
}
