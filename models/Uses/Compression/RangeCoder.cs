namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>
/// An entropy coder in integers alone: the range variant of asymmetric numeral systems (Duda, "Asymmetric numeral systems", 2013), with
/// a state of 31 bits and bytes in and out. What is decoded is exactly what was encoded, on every machine.
/// </summary>
/// <remarks>The last symbol is encoded first, so that the first is decoded first. The decoder ends in the state that the encoder began
/// in, whose lower bits are free: they carry a check at no cost.</remarks>
internal static class RangeCoder
{
    /// <summary>Bits of a check.</summary>
    internal const int CheckBits = 23;

    private const uint Lowest = 1u << CheckBits;
    private const int StateBytes = 4;

    /// <summary>Symbols as bytes.</summary>
    /// <param name="symbols">Each from 0 to its table's count - 1.</param>
    /// <param name="tableOf">How often each is expected, by its place.</param>
    /// <param name="check">What the decoder gives beside the symbols, below 2^<see cref="CheckBits"/>.</param>
    internal static byte[] Encode(ReadOnlySpan<int> symbols, Func<int, FrequencyTable> tableOf, uint check)
    {
        var reversed = new List<byte>();
        uint state = Lowest + check;
        for (int i = symbols.Length - 1; i >= 0; i--)
        {
            var (start, frequency) = tableOf(i)[symbols[i]];
            // Above this bound the next step would leave 31 bits.
            ulong bound = (ulong)(Lowest >> FrequencyTable.TotalBits << 8) * frequency;
            while (state >= bound)
            {
                reversed.Add((byte)state);
                state >>= 8;
            }

            state = (state / frequency << FrequencyTable.TotalBits) + state % frequency + start;
        }

        for (int i = 0; i < StateBytes; i++)
        {
            reversed.Add((byte)(state >> 8 * i));
        }

        reversed.Reverse();
        return [.. reversed];
    }

    /// <summary>The symbols of bytes.</summary>
    /// <param name="bytes">What <see cref="Encode"/> gave.</param>
    /// <param name="count">Number of symbols.</param>
    /// <param name="tableOf">The tables that they were encoded with.</param>
    /// <returns>The symbols and the check.</returns>
    /// <exception cref="FormatException">The bytes are not those of that many symbols.</exception>
    internal static (int[] Symbols, uint Check) Decode(ReadOnlySpan<byte> bytes, int count, Func<int, FrequencyTable> tableOf)
    {
        int at = 0;
        uint state = 0;
        while (at < StateBytes)
        {
            state = state << 8 | Next(bytes, ref at);
        }

        int[] symbols = new int[count];
        for (int i = 0; i < count; i++)
        {
            uint slot = state & (FrequencyTable.Total - 1);
            var table = tableOf(i);
            symbols[i] = table.Find(slot);
            var (start, frequency) = table[symbols[i]];
            state = frequency * (state >> FrequencyTable.TotalBits) + slot - start;
            while (state < Lowest)
            {
                state = state << 8 | Next(bytes, ref at);
            }
        }

        return state is >= Lowest and < 2 * Lowest && at == bytes.Length
            ? (symbols, state - Lowest)
            : throw new FormatException("its symbols do not end where its bytes do");
    }

    private static byte Next(ReadOnlySpan<byte> bytes, ref int at) =>
        at < bytes.Length ? bytes[at++] : throw new FormatException("its symbols need more bytes than there are");
}
