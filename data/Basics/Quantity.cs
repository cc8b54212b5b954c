using System.Globalization;

namespace ILGpuAutoencoders.Data;

/// <summary>Counts of things in sentences.</summary>
public static class Quantity
{
    /// <summary>A count with its noun: 1 picture, 1,234 pictures.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="one">The noun of one, with a verb where one follows: picture, "picture is".</param>
    /// <param name="many">That of several; null for <paramref name="one"/> with an s.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");
}
