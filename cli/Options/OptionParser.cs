using System.Globalization;
using System.Numerics;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>How the text of an option becomes a value, and what is said when it does not.</summary>
/// <param name="Placeholder">What stands for the value in the help.</param>
/// <param name="Range">The values it takes, as a phrase.</param>
/// <param name="Suggestions">The values it takes, where they can be listed.</param>
/// <param name="Format">A value as text.</param>
/// <param name="Read">The value, and whether there is one.</param>
internal sealed record OptionParser<T>(
    string Placeholder, string Range, IReadOnlyList<string> Suggestions, Func<T, string> Format, Func<string, (T? Value, bool IsValid)> Read);

/// <summary>The kinds of values that options take.</summary>
internal static class OptionParser
{
    /// <summary>A number between two bounds, both included.</summary>
    internal static OptionParser<T> Number<T>(T least, T most)
        where T : struct, INumber<T> => new("N", $"{Text(least)} to {Text(most)}", [], Text, text =>
            (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value), value) is (true, var number) && number >= least && number <= most
                ? (number, true)
                : (default, false));

    /// <summary>One of a list of names.</summary>
    internal static OptionParser<T> OneOf<T>(params (string Name, T Value)[] choices)
        where T : notnull
    {
        string[] names = [.. choices.Select(choice => choice.Name)];
        return new(string.Join('|', names), "one of " + string.Join(", ", names), names, value => choices.First(choice => choice.Value.Equals(value)).Name, text =>
            Array.FindIndex(choices, choice => choice.Name == text) is >= 0 and var i ? (choices[i].Value, true) : (default, false));
    }

    private static string Text<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
