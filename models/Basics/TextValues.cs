using System.Diagnostics.CodeAnalysis;

namespace ILGpuAutoencoders.Models;

/// <summary>Values with their own textual form.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
/// <param name="placeholder">What stands for a value in help texts.</param>
/// <param name="range">The values that can be used, as a phrase after "use".</param>
/// <param name="read">The value of a text, and whether it is one.</param>
/// <param name="format">A value as text, which <paramref name="read"/> reads.</param>
/// <param name="contains">Whether a value can be used; null if all can.</param>
/// <param name="hint">What help texts add to the placeholder; null for nothing.</param>
public sealed class TextValues<T>(
    string placeholder, string range, Func<string, (T? Value, bool IsRead)> read, Func<T, string> format,
    Func<T, bool>? contains = null, string? hint = null) : OptionValues<T>
    where T : notnull
{
    /// <inheritdoc/>
    public override string Placeholder => placeholder;

    /// <inheritdoc/>
    public override string Range => range;

    /// <inheritdoc/>
    public override string? Hint => hint;

    /// <inheritdoc/>
    public override string Format(T value) => format(value);

    /// <inheritdoc/>
    public override bool TryRead(string text, [MaybeNullWhen(false)] out T value)
    {
        (value, bool isRead) = read(text);
        return isRead;
    }

    /// <inheritdoc/>
    public override bool Contains(T value) => contains?.Invoke(value) ?? true;
}
