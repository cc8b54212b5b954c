using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>config.yaml: a line <c>key: value</c> for every option of <see cref="TrainingOptions.Table"/>.</summary>
public static class TrainingConfig
{
    /// <summary>The text of a configuration file that sets every option.</summary>
    /// <param name="options">The options.</param>
    public static string Write(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ConfigFile.Write(
            TrainingOptions.Table.Options.Select(option => (option.Key, option.Format(options) is { Length: > 0 } text ? text : null)));
    }

    /// <summary>Reads a configuration file; what it does not set stays as in <paramref name="defaults"/>.</summary>
    /// <param name="path">The file, as <see cref="ConfigFile"/> reads it.</param>
    /// <param name="defaults">The options that the file does not set; <see cref="TrainingOptions"/> as they are unless given.</param>
    /// <exception cref="ConfigurationException">The file is missing, is not a mapping, or has an unknown or repeated key or a bad
    /// value.</exception>
    public static TrainingOptions Read(string path, TrainingOptions? defaults = null) => Set(ConfigFile.Read(path), defaults);

    /// <summary>
    /// Reads config.yaml of a run, which names the model. One without data, as of an imported run, does not say which pictures the run
    /// was trained on: no default replaces them.
    /// </summary>
    /// <exception cref="ConfigurationException">It is damaged, or empty after a crash.</exception>
    internal static TrainingOptions ReadRun(string path)
    {
        // A FIFO in its place would be waited for.
        var entries = PlainFile.HasContent(path) || !File.Exists(path) ? ConfigFile.Read(path) : [];
        return entries.Any(entry => entry.Key == "model")
            ? Set(entries, new TrainingOptions { Data = "" })
            : throw new ConfigurationException($"{path} names no model, perhaps because a crash emptied it; restore it from a copy.");
    }

    /// <summary>Reads the text of a configuration file.</summary>
    internal static TrainingOptions Parse(string text, string name, TrainingOptions? defaults = null) =>
        Set(ConfigFile.Parse(text, name), defaults);

    private static TrainingOptions Set(IReadOnlyList<ConfigEntry> entries, TrainingOptions? defaults)
    {
        var options = defaults ?? new TrainingOptions();
        foreach (var entry in entries)
        {
            var option = TrainingOptions.Table.Find(entry.Key)
                ?? throw ConfigFile.UnknownKey(entry, [.. TrainingOptions.Table.Options.Select(o => o.Key)]);
            try
            {
                options = option.Set(options, ConfigFile.SingleValue(entry));
            }
            catch (ConfigurationException error) when (!entry.IsList)
            {
                throw error.At(entry.Where);
            }
        }

        return options;
    }
}
