namespace ILGpuAutoencoders.Models;

/// <summary>Values that have names, one of which is chosen.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
public sealed class NamedValues<T> : OptionValues<T>
    where T : notnull
{
    private readonly (string Name, T Value)[] _values;

    /// <summary>The values that there are.</summary>
    /// <param name="values">Each with its name, 1 or more.</param>
    public NamedValues(params IEnumerable<(string Name, T Value)> values)
    {
        _values = [.. values];
        Names = [.. _values.Select(value => value.Name)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public override string Placeholder => string.Join('|', Names);

    /// <inheritdoc/>
    public override string Range => $"one of {string.Join(", ", Names)}";

    /// <inheritdoc/>
    public override string Format(T value) =>
        Array.FindIndex(_values, named => named.Value.Equals(value)) is >= 0 and var i ? _values[i].Name : $"{value}";

    /// <inheritdoc/>
    public override bool TryRead(string text, out T value)
    {
        int i = Array.FindIndex(_values, named => named.Name == text);
        value = i < 0 ? default! : _values[i].Value;
        return i >= 0;
    }

    /// <inheritdoc/>
    public override bool Contains(T value) => Array.Exists(_values, named => named.Value.Equals(value));
}
