using System.Globalization;
using System.Text;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Untrusted text, such as file names, made safe to show: it cannot break a line, control a terminal or reverse the text direction.
/// </summary>
public static class PlainText
{
    /// <summary>
    /// The text with control characters, line and paragraph separators, direction marks and halves of surrogate pairs written as \uXXXX.
    /// </summary>
    /// <param name="text">The text.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int units = char.IsSurrogatePair(text, i) ? 2 : 1;
            bool isPlain = IsPlain(CharUnicodeInfo.GetUnicodeCategory(text, i));
            for (int end = i + units; i < end; i++)
            {
                _ = isPlain ? plain.Append(text[i]) : plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            }
        }
        return plain.ToString();
    }

    // Direction marks are of category Format, as are harmless joiners; all of them are escaped.
    private static bool IsPlain(UnicodeCategory category) => category is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
