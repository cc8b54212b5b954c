using System.Diagnostics.CodeAnalysis;

namespace ILGpuAutoencoders.Models.Families.Described;

/// <summary>
/// Descriptions of networks. A value is the text, of one line or more and with a line break at its end; a text without a line break is read
/// as the path of a file that holds it, so that what is kept of an option does not depend on that file.
/// </summary>
internal sealed class NetworkValues : OptionValues<string>
{
    public override string Placeholder => "FILE.yaml";

    public override string Range => "a file that describes a network";

    internal override bool IsFile => true;

    public override string Format(string value) => value;

    public override bool TryRead(string text, [MaybeNullWhen(false)] out string value)
    {
        (value, string? problem) = Read(text);
        return problem is null;
    }

    private protected override string WhyUnread(string text) => Read(text).Problem!;

    private static (string Text, string? Problem) Read(string text)
    {
        try
        {
            if (text.Length > 0 && !text.Contains('\n', StringComparison.Ordinal))
            {
                return (NetworkText.Read(text), null);
            }

            NetworkText.Parse(text, DescribedOptions.Name);
            return (text, null);
        }
        catch (ConfigurationException error)
        {
            return (text, error.Message);
        }
    }
}
