using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ILGpuAutoencoders.Models;

/// <summary>config.yaml: one <c>key: value</c> a line for every one of <see cref="TrainingOption.All"/>.</summary>
public static class TrainingConfig
{
    /// <summary>The text of a configuration file that sets every option.</summary>
    /// <param name="options">The options.</param>
    public static string Write(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
        foreach (var option in TrainingOption.All)
        {
            if (option.Format(options) is { } value)
            {
                emitter.Emit(new Scalar(option.Key));
                emitter.Emit(new Scalar(value));
            }
        }

        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>Reads a configuration file; what it does not set stays as in <paramref name="defaults"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="defaults">The options where the file says nothing; <see cref="TrainingOptions"/> as they are unless given.</param>
    /// <exception cref="ConfigurationException">The file is missing, is no mapping, or has an unknown or repeated key or a bad value.</exception>
    public static TrainingOptions Read(string path, TrainingOptions? defaults = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(File.ReadAllText(path, Encoding.UTF8), path, defaults);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException($"The configuration file '{path}' does not exist; check the path.", error);
        }
    }

    /// <summary>Reads the text of a configuration file.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="defaults">The options where the text says nothing.</param>
    /// <exception cref="ConfigurationException">The text is no mapping, or has an unknown or repeated key or a bad value.</exception>
    public static TrainingOptions Parse(string yaml, string name, TrainingOptions? defaults = null)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var options = defaults ?? new TrainingOptions();
        try
        {
            var parser = new Parser(new StringReader(yaml));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return options;
            }

            if (parser.TryConsume<Scalar>(out var only) && only.Value.Length == 0)
            {
                return options;
            }

            options = ReadMapping(parser, options, name);
            parser.Consume<DocumentEnd>();
            parser.Consume<StreamEnd>();
            return options;
        }
        catch (YamlException error)
        {
            throw new ConfigurationException($"{name}:{error.Start.Line}: this is no list of 'key: value' lines ({error.Message}); mend the line.", error);
        }
    }

    private static TrainingOptions ReadMapping(Parser parser, TrainingOptions options, string name)
    {
        parser.Consume<MappingStart>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            string where = $"{name}:{key.Start.Line}";
            var option = TrainingOption.Find(key.Value)
                ?? throw new ConfigurationException($"{where}: there is no key '{key.Value}'{NearMatch.Suggest(key.Value, TrainingOption.All.Select(o => o.Key))}; the keys are {string.Join(", ", TrainingOption.All.Select(o => o.Key))}.");
            if (!seen.Add(key.Value))
            {
                throw new ConfigurationException($"{where}: the key '{key.Value}' is set twice; remove one of the lines.");
            }

            if (!parser.TryConsume<Scalar>(out var value))
            {
                throw new ConfigurationException($"{where}: the key '{key.Value}' takes one value, not a list; write '{key.Value}: VALUE'.");
            }

            try
            {
                options = option.Set(options, value.Value);
            }
            catch (ConfigurationException error)
            {
                throw new ConfigurationException($"{where}: {error.Message}", error);
            }
        }

        return options;
    }
}
