using System.Globalization;

namespace ILGpuAutoencoders.Models;

/// <summary>One of several equal parts of the inputs of a command, each for a process of its own.</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Count">How many there are.</param>
public sealed record Shard(int Number, int Count)
{
    /// <summary>How people write it: 2/4.</summary>
    public static OptionValues<Shard> Values { get; } = new TextValues<Shard>(
        "I/N", "two numbers such as 2/4, the first from 1 to the second", Read, shard => shard.ToString(),
        shard => shard.Number >= 1 && shard.Number <= shard.Count);

    /// <summary>Two numbers with a slash between them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    /// <summary>Its part of a list: consecutive items, so that all parts in their order are the list.</summary>
    /// <param name="items">The list.</param>
    /// <param name="plural">What they are.</param>
    /// <exception cref="ConfigurationException">There are fewer items than parts.</exception>
    internal IReadOnlyList<T> Of<T>(IReadOnlyList<T> items, string plural = "pictures")
    {
        if (items.Count < Count)
        {
            throw new ConfigurationException(
                "shard", $"'{this}' is more than there are {plural}, {items.Count}; use as many shards at most.");
        }

        int start = StartIn(items.Count), end = (int)((long)items.Count * Number / Count);
        return [.. items.Skip(start).Take(end - start)];
    }

    /// <summary>The place of the first item of its part.</summary>
    /// <param name="count">Number of items.</param>
    internal int StartIn(int count) => (int)((long)count * (Number - 1) / Count);

    private static (Shard? Value, bool IsRead) Read(string text)
    {
        static bool TryRead(string digits, out int number) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        return text.Split('/') is [var first, var second] && TryRead(first, out int number) && TryRead(second, out int count)
            ? (new Shard(number, count), true)
            : (null, false);
    }
}
