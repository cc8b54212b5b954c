namespace ILGpuAutoencoders.Data;

/// <summary>
/// Text from anybody, such as the name of a folder, as one word of a command line that is there to be pasted into a shell.
/// </summary>
public static class ShellWord
{
    /// <summary>The text as it is where every shell takes it literally, else in quotes that nothing in it ends or steers.</summary>
    /// <param name="text">A path.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // What begins with a dash would be taken for an option.
        string word = text is ['-', ..] ? "./" + text : text;
        if (word.Length > 0 && word[0] != '~' && word.All(IsLiteral))
        {
            return word;
        }

        // No file name of Windows holds a double quote.
        return OperatingSystem.IsWindows()
            ? $"\"{word}\""
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static bool IsLiteral(char c) =>
        char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '~' or '+' or ':' || (c == '\\' && OperatingSystem.IsWindows());
}
