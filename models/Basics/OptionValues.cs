using System.Diagnostics.CodeAnalysis;
using ILGpuAutoencoders.Models.Basics;

namespace ILGpuAutoencoders.Models;

/// <summary>The values that an option takes: how people write them, and which of them can be used.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
public abstract class OptionValues<T>
    where T : notnull
{
    private protected OptionValues()
    {
    }

    /// <summary>What stands for a value in help texts: <c>N</c>, <c>mse|mae</c>.</summary>
    public abstract string Placeholder { get; }

    /// <summary>The values that can be used, as a phrase after "use": 1 or more; one of mse, mae.</summary>
    public abstract string Range { get; }

    /// <summary>What a text must be to be read, as such a phrase.</summary>
    public virtual string Expected => Range;

    /// <summary>What help texts add to the placeholder: the range, or nothing where the placeholder says it.</summary>
    public virtual string? Hint => null;

    /// <summary>The values by name, where they can be listed.</summary>
    public virtual IReadOnlyList<string> Names => [];

    /// <summary>Whether a text may be the path of a file that holds the value.</summary>
    internal virtual bool IsFile => false;

    /// <summary>A value as text, in the invariant culture.</summary>
    /// <param name="value">The value.</param>
    public abstract string Format(T value);

    /// <summary>Reads a value.</summary>
    /// <param name="text">The text, in the invariant culture.</param>
    /// <param name="value">What was read, within the range or not.</param>
    /// <returns>Whether the text is one.</returns>
    public abstract bool TryRead(string text, [MaybeNullWhen(false)] out T value);

    /// <summary>Whether a value can be used.</summary>
    /// <param name="value">The value.</param>
    public virtual bool Contains(T value) => true;

    /// <summary>What is wrong with a text, as a sentence; null if it can be used.</summary>
    /// <param name="text">The text.</param>
    public string? Problem(string text) =>
        !TryRead(text, out var value) ? WhyUnread(text) : Contains(value) ? null : OptionProblem.Of(text, Range);

    /// <summary>What is wrong with a value, as a sentence; null if it can be used.</summary>
    /// <param name="value">The value.</param>
    public string? Problem(T value) => Contains(value) ? null : OptionProblem.Of(Format(value), Range);

    /// <summary>What is wrong with a text that cannot be read, as a sentence.</summary>
    private protected virtual string WhyUnread(string text) => OptionProblem.Of(text, Expected, Names);
}
