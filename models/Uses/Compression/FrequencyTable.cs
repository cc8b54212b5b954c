namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>How often each symbol is expected, in shares of 2^16; none is zero.</summary>
internal sealed class FrequencyTable
{
    /// <summary>Logarithm of <see cref="Total"/>.</summary>
    internal const int TotalBits = 16;

    /// <summary>The sum of all frequencies.</summary>
    internal const uint Total = 1u << TotalBits;

    private const long MostCounted = 1L << 46;

    private readonly uint[] _starts;

    /// <summary>A table of shares as near to counts as integers allow.</summary>
    /// <param name="counts">How often each symbol was seen, 0 to 2^46; at most 2^15 symbols.</param>
    internal FrequencyTable(ReadOnlySpan<long> counts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counts.Length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(counts.Length, (int)Total / 2);
        if (!Takes(counts))
        {
            throw new ArgumentException($"FrequencyTable: counts are 0 to {MostCounted}.", nameof(counts));
        }

        long sum = 0, spare = Total - counts.Length, given = 0;
        int largest = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sum += counts[i];
            largest = counts[i] > counts[largest] ? i : largest;
        }

        // One for every symbol, the rest by count; what rounding leaves goes to the most frequent.
        uint[] frequencies = new uint[counts.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            long share = sum == 0 ? 0 : counts[i] * spare / sum;
            frequencies[i] = (uint)(1 + share);
            given += share;
        }

        frequencies[largest] += (uint)(spare - given);
        _starts = new uint[counts.Length + 1];
        for (int i = 0; i < counts.Length; i++)
        {
            _starts[i + 1] = _starts[i] + frequencies[i];
        }
    }

    /// <summary>Whether a table can be made of counts: with others a frequency could be 0, and coding would have no end.</summary>
    internal static bool Takes(ReadOnlySpan<long> counts) => !counts.ContainsAnyExceptInRange(0, MostCounted);

    /// <summary>Number of symbols.</summary>
    internal int Count => _starts.Length - 1;

    /// <summary>The frequencies of all symbols before one, and its own.</summary>
    internal (uint Start, uint Frequency) this[int symbol] => (_starts[symbol], _starts[symbol + 1] - _starts[symbol]);

    /// <summary>The symbol that a slot from 0 to <see cref="Total"/> - 1 belongs to.</summary>
    internal int Find(uint slot)
    {
        int found = Array.BinarySearch(_starts, slot);
        return found >= 0 ? found : ~found - 1;
    }
}
