using System.Text;
using System.Text.Json;
using ILGpuAutoencoders.Models.Basics;

namespace ILGpuAutoencoders.Models.ConfigFiles;

/// <summary>An object in JSON, read token by token.</summary>
internal static class JsonConfig
{
    internal static List<ConfigEntry> Parse(string text, string name)
    {
        byte[] json = Encoding.UTF8.GetBytes(text);
        var entries = new List<ConfigEntry>();
        var lines = new LineCounter(json);
        var reader = new Utf8JsonReader(json);
        try
        {
            if (text.AsSpan().Trim().IsEmpty)
            {
                return entries;
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new ConfigurationException($"{name}:1: this is not a JSON object; write {{\"key\": value, ...}}.");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string key = reader.GetString()!, where = $"{name}:{lines.At(reader.TokenStartIndex)}";
                reader.Read();
                entries.Add(ReadValue(ref reader, key, where));
            }

            // Anything after the object is an error, found only by reading on.
            reader.Read();
            return entries;
        }
        catch (JsonException error)
        {
            throw new ConfigurationException(
                $"{name}:{error.LineNumber + 1}: this is not valid JSON {Where(json, error)}; fix the line.", error);
        }
        catch (InvalidOperationException error)
        {
            throw new ConfigurationException(
                $"{name}:{lines.At(reader.TokenStartIndex)}: a string holds half a surrogate pair (\\ud800 to \\udfff come in pairs); "
                + "fix the line.", error);
        }
    }

    /// <summary>The place of an error within its line, by what stands there.</summary>
    private static string Where(ReadOnlySpan<byte> json, JsonException error)
    {
        var rest = json;
        for (long line = error.LineNumber ?? 0; line > 0; line--)
        {
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        }

        rest = rest[(int)Math.Min(error.BytePositionInLine ?? 0, rest.Length)..];
        string text = Encoding.UTF8.GetString(rest[..(rest.IndexOf((byte)'\n') is >= 0 and var end ? end : rest.Length)]).Trim();
        return text.Length == 0 ? "at the end of the line" : $"from '{OptionProblem.Shown(text)}' on";
    }

    private static ConfigEntry ReadValue(ref Utf8JsonReader reader, string key, string where)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            throw ConfigFile.NoValue(key, where);
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return new(key, [Scalar(ref reader, key, where)], false, where);
        }

        var values = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(Scalar(ref reader, key, where));
        }

        return new(key, values, true, where);
    }

    private static string Scalar(ref Utf8JsonReader reader, string key, string where) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => throw ConfigFile.NotSingle(key, where),
    };

    /// <summary>Line numbers of increasing positions.</summary>
    private sealed class LineCounter(byte[] text)
    {
        private int _seen, _line = 1;

        internal int At(long position)
        {
            for (; _seen < position; _seen++)
            {
                _line += text[_seen] == '\n' ? 1 : 0;
            }

            return _line;
        }
    }
}
