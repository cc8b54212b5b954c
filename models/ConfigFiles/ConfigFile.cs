using System.Text;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.ConfigFiles;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ILGpuAutoencoders.Models;

/// <summary>A key of a configuration file.</summary>
/// <param name="Key">The key as written.</param>
/// <param name="Values">Its value as text; several, or none, where it is a list.</param>
/// <param name="IsList">Whether it is a list.</param>
/// <param name="Where">File and line of the key, for messages: <c>run.yaml:3</c>.</param>
public sealed record ConfigEntry(string Key, IReadOnlyList<string> Values, bool IsList, string Where);

/// <summary>
/// Files that set options: one mapping from keys to values or to lists of values, in YAML, or in JSON where the name ends in .json.
/// What the keys mean is not looked at here. Aliases, nested values, repeated keys and keys without a value are refused.
/// </summary>
public static class ConfigFile
{
    private const int MaxBytes = 1 << 20, MostSuggested = 60;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; at most 1 MiB, in UTF-8, or in UTF-16 with a byte order mark.</param>
    /// <exception cref="ConfigurationException">It is missing, too large or not a mapping; the message names file and line.</exception>
    public static IReadOnlyList<ConfigEntry> Read(string path) =>
        Parse(ReadText(path, "configuration file", "name a file of 'key: value' lines"), path);

    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The file's name, for messages; one ending in .json means JSON.</param>
    /// <exception cref="ConfigurationException">It is not such a mapping.</exception>
    public static IReadOnlyList<ConfigEntry> Parse(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(name);
        var entries = Path.GetExtension(name).Equals(".json", StringComparison.OrdinalIgnoreCase) ? JsonConfig.Parse(text, name)
            : YamlConfig.Parse(text, name);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!seen.Add(entry.Key))
            {
                throw new ConfigurationException(
                    $"{entry.Where}: the key '{OptionProblem.Shown(entry.Key)}' is set twice; remove one of the lines.");
            }
        }

        return entries;
    }

    /// <summary>The text of a YAML file.</summary>
    /// <param name="values">Keys and values, in order; keys without a value are left out.</param>
    public static string Write(IEnumerable<(string Key, string? Value)> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
        foreach (var (key, value) in values)
        {
            if (value is not null)
            {
                emitter.Emit(new Scalar(key));
                emitter.Emit(IsText(value)
                    ? new Scalar(AnchorName.Empty, TagName.Empty, value, ScalarStyle.Literal, isPlainImplicit: true, isQuotedImplicit: true)
                    : new Scalar(value));
            }
        }

        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>The error for an unknown key.</summary>
    /// <param name="entry">The key.</param>
    /// <param name="keys">The valid keys.</param>
    public static ConfigurationException UnknownKey(ConfigEntry entry, IReadOnlyCollection<string> keys)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(keys);
        string near = entry.Key.Length > MostSuggested ? "" : NearMatch.Suggest(entry.Key, keys);
        return new(
            $"{entry.Where}: there is no key '{OptionProblem.Shown(entry.Key)}'{near}; "
            + $"{(keys.Count == 0 ? "no key can be set here" : $"the keys are {string.Join(", ", keys)}")}.");
    }

    /// <summary>The value of a key that takes one.</summary>
    /// <param name="entry">The key.</param>
    /// <exception cref="ConfigurationException">It is a list.</exception>
    public static string SingleValue(ConfigEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.IsList ? throw NotSingle(entry.Key, entry.Where) : entry.Values[0];
    }

    /// <summary>The text of a file that people write: at most 1 MiB, in UTF-8, or in UTF-16 with a byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What errors call it.</param>
    /// <param name="advice">What to do about one that is too large, as a phrase.</param>
    /// <exception cref="ConfigurationException">It is missing or too large.</exception>
    internal static string ReadText(string path, string kind, string advice)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new ConfigurationException($"The {kind} '{path}' does not exist; check the path.");
        }

        using var file = File.OpenRead(path);
        byte[] bytes = new byte[MaxBytes + 1];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MaxBytes)
        {
            throw new ConfigurationException($"The {kind} '{path}' is larger than {MaxBytes >> 20} MiB; {advice}.");
        }

        using var reader = new StreamReader(new MemoryStream(bytes, 0, length), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    internal static ConfigurationException NotSingle(string key, string where) =>
        new($"{where}: the key '{OptionProblem.Shown(key)}' takes one value, not a list or a mapping; write '{OptionProblem.Shown(key)}: "
            + "VALUE'.");

    /// <summary>Whether a value is lines of text that a block can hold as they are.</summary>
    private static bool IsText(string value) =>
        value.Contains('\n', StringComparison.Ordinal) && value.All(c => c is '\n' or '\t' or (>= ' ' and < '\u007f'));

    internal static ConfigurationException NoValue(string key, string where) =>
        new($"{where}: the key '{OptionProblem.Shown(key)}' has no value; write one or remove the line.");
}
