using ILGpuAutoencoders.Models.Basics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ILGpuAutoencoders.Models.ConfigFiles;

/// <summary>A mapping in YAML, read event by event: nothing is built that an alias could multiply or that could nest without end.</summary>
internal static class YamlConfig
{
    internal static List<ConfigEntry> Parse(string text, string name)
    {
        var entries = new List<ConfigEntry>();
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _) || (parser.Accept<Scalar>(out var only) && only.Value.Length == 0))
            {
                return entries;
            }

            parser.Consume<MappingStart>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                entries.Add(ReadEntry(parser, name));
            }

            parser.Consume<DocumentEnd>();
            parser.Consume<StreamEnd>();
            return entries;
        }
        catch (Exception error) when (error is YamlException or ArgumentException or InvalidOperationException)
        {
            string line = error is YamlException { Start.Line: > 0 and var at } ? $":{at}" : "";
            throw new ConfigurationException(
                $"{name}{line}: this is not a list of 'key: value' lines ({OptionProblem.Shown(error.Message)}); fix the line.", error);
        }
    }

    private static ConfigEntry ReadEntry(Parser parser, string name)
    {
        var key = parser.Consume<Scalar>();
        string where = $"{name}:{key.Start.Line}";
        if (parser.TryConsume<Scalar>(out var value))
        {
            return IsNull(value) ? throw ConfigFile.NoValue(key.Value, where) : new(key.Value, [value.Value], false, where);
        }

        if (!parser.TryConsume<SequenceStart>(out _))
        {
            throw ConfigFile.NotSingle(key.Value, where);
        }

        var values = new List<string>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            values.Add(
                parser.TryConsume<Scalar>(out var item) && !IsNull(item) ? item.Value : throw ConfigFile.NotSingle(key.Value, where));
        }

        return new(key.Value, values, true, where);
    }

    private static bool IsNull(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
}
