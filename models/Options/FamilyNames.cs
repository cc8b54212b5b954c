using System.Diagnostics.CodeAnalysis;

namespace ILGpuAutoencoders.Models.Options;

/// <summary>The names of families, also of those that a program registers after the options were made.</summary>
internal sealed class FamilyNames : OptionValues<string>
{
    public override string Placeholder => string.Join('|', ModelCatalog.Names);

    public override string Range => $"one of {string.Join(", ", ModelCatalog.Names)}";

    public override IReadOnlyList<string> Names => [.. ModelCatalog.Names];

    public override string Format(string value) => value;

    public override bool TryRead(string text, [MaybeNullWhen(false)] out string value)
    {
        value = text;
        return Contains(text);
    }

    public override bool Contains(string value) => ModelCatalog.Find(value) is not null;
}
