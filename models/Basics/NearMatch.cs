namespace ILGpuAutoencoders.Models;

/// <summary>The name that someone who mistyped one may have meant.</summary>
public static class NearMatch
{
    /// <summary>
    /// The name that is nearest to a word, as a phrase to put after it: <c> (did you mean --loss?)</c>; empty where none is near.
    /// </summary>
    /// <param name="word">What was written.</param>
    /// <param name="names">The valid names.</param>
    public static string Suggest(string word, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(word);
        return names.MinBy(name => Distance(word, name)) is { } nearest && Distance(word, nearest) <= Math.Max(2, word.Length / 3)
            ? $" (did you mean {nearest}?)"
            : "";
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
