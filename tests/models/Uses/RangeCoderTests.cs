using CsCheck;
using ILGpuAutoencoders.Models.Uses.Compression;

namespace ILGpuAutoencoders.Tests.Models.Uses;

public class RangeCoderTests
{
    private static readonly Gen<(long[] Counts, int[] Symbols, uint Check)> s_messages =
        from counts in Gen.Long[0, 1L << 30].Array[1, 600]
        from symbols in Gen.Int[0, counts.Length - 1].Array[0, 300]
        from check in Gen.UInt[0, (1u << RangeCoder.CheckBits) - 1]
        select (counts, symbols, check);

    [Fact]
    public void What_is_encoded_is_decoded() => s_messages.Sample(message =>
    {
        var table = new FrequencyTable(message.Counts);
        var other = new FrequencyTable([.. message.Counts, 1]);
        FrequencyTable Of(int i) => i % 3 == 0 ? other : table;
        var (symbols, check) = RangeCoder.Decode(
            RangeCoder.Encode(message.Symbols, Of, message.Check), message.Symbols.Length, Of);
        return symbols.SequenceEqual(message.Symbols) && check == message.Check;
    });

    [Fact]
    public void Any_bytes_are_symbols_or_an_error() => (
        from bytes in Gen.Byte.Array[0, 60]
        from counts in Gen.Long[0, 1000].Array[1, 40]
        from count in Gen.Int[0, 50]
        select (bytes, counts, count)).Sample(input =>
    {
        var table = new FrequencyTable(input.counts);
        try
        {
            int[] symbols = RangeCoder.Decode(input.bytes, input.count, _ => table).Symbols;
            return symbols.Length == input.count && symbols.All(symbol => symbol >= 0 && symbol < table.Count);
        }
        catch (FormatException)
        {
            return true;
        }
    });

    [Fact]
    public void Frequencies_add_up_and_none_is_zero() => Gen.Long[0, 1L << 40].Array[1, 2000].Sample(counts =>
    {
        var table = new FrequencyTable(counts);
        uint next = 0;
        for (int i = 0; i < table.Count; i++)
        {
            var (start, frequency) = table[i];
            if (start != next || frequency == 0 || table.Find(start) != i || table.Find(start + frequency - 1) != i)
            {
                return false;
            }

            next = start + frequency;
        }

        return next == FrequencyTable.Total;
    });

    [Fact]
    public void The_length_is_that_of_the_entropy()
    {
        long[] counts = [900, 60, 30, 10];
        var table = new FrequencyTable(counts);
        int[] symbols =
            [.. Enumerable.Range(0, 20_000).Select(i => (i * 7919 % 1000) switch { < 900 => 0, < 960 => 1, < 990 => 2, _ => 3 })];
        double entropy = -counts.Sum(count => count / 1000.0 * Math.Log2(count / 1000.0)) * symbols.Length / 8;
        Assert.InRange(RangeCoder.Encode(symbols, _ => table, 0).Length, entropy, 1.01 * entropy + 5);
    }

    [Fact]
    public void A_byte_more_or_less_is_noticed()
    {
        var table = new FrequencyTable([5, 4, 3, 2, 1]);
        int[] symbols = [.. Enumerable.Range(0, 100).Select(i => i * i % 5)];
        byte[] bytes = RangeCoder.Encode(symbols, _ => table, 0);
        Assert.Throws<FormatException>(() => RangeCoder.Decode(bytes.AsSpan()[..^1], symbols.Length, _ => table));
        Assert.Throws<FormatException>(() => RangeCoder.Decode([.. bytes, 0], symbols.Length, _ => table));
    }
}
