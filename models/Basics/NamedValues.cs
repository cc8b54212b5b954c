namespace ILGpuAutoencoders.Models;

/// <summary>Values that have names, one of which is chosen.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
public sealed class NamedValues<T> : OptionValues<T>
    where T : notnull
{
    // Two arrays, not tuples: generics over a tuple are compiled again at every start of the program.
    private readonly string[] _names;
    private readonly T[] _values;

    /// <summary>Names values.</summary>
    /// <param name="values">Each with its name, 1 or more.</param>
    public NamedValues(params ReadOnlySpan<(string Name, T Value)> values)
    {
        (_names, _values) = (new string[values.Length], new T[values.Length]);
        for (int i = 0; i < values.Length; i++)
        {
            (_names[i], _values[i]) = values[i];
        }
    }

    /// <summary>Names values.</summary>
    /// <param name="values">The values, 1 or more.</param>
    /// <param name="name">The name of a value.</param>
    public NamedValues(IEnumerable<T> values, Func<T, string> name)
    {
        _values = [.. values];
        _names = Array.ConvertAll(_values, value => name(value));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => _names;

    /// <inheritdoc/>
    public override string Placeholder => string.Join('|', _names);

    /// <inheritdoc/>
    public override string Range => $"one of {string.Join(", ", _names)}";

    /// <inheritdoc/>
    public override string Format(T value) =>
        Array.IndexOf(_values, value) is >= 0 and var i ? _names[i] : $"{value}";

    /// <inheritdoc/>
    public override bool TryRead(string text, out T value)
    {
        int i = Array.IndexOf(_names, text);
        value = i < 0 ? default! : _values[i];
        return i >= 0;
    }

    /// <inheritdoc/>
    public override bool Contains(T value) => Array.IndexOf(_values, value) >= 0;
}
