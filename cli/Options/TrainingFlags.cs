using System.CommandLine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>Keys of <see cref="TrainingOption"/> as options of a command.</summary>
internal sealed class TrainingFlags
{
    private readonly List<(TrainingOption Key, Option<string> Flag)> _flags = [];
    private readonly List<(TrainingOption Key, Option<bool> Flag)> _switches = [];

    /// <summary>Adds the keys to a command, in the order given.</summary>
    internal TrainingFlags(Command command, params IEnumerable<string> keys)
    {
        var defaults = new TrainingOptions();
        foreach (string key in keys)
        {
            var option = TrainingOption.Find(key) ?? throw new ArgumentException($"TrainingFlags: there is no key '{key}'; see TrainingOption.All.", nameof(keys));
            if (option.IsSwitch)
            {
                var toggle = new Option<bool>("--" + key) { Description = option.Description };
                command.Add(toggle);
                _switches.Add((option, toggle));
                continue;
            }

            string? fallback = option.Format(defaults);
            var flag = new ValueOption("--" + key) { HelpName = option.Placeholder, Description = option.Description + (fallback is null ? "" : $" [default: {fallback}]"), Fallback = fallback };
            flag.CompletionSources.Add([.. option.Values]);
            flag.Validators.Add(result =>
            {
                try
                {
                    option.Set(defaults, result.Tokens[^1].Value);
                }
                catch (ConfigurationException error)
                {
                    result.AddError("--" + error.Message);
                }
            });
            command.Add(flag);
            _flags.Add((option, flag));
        }
    }

    /// <summary>The options with those that were given on the command line set, all of them checked.</summary>
    /// <exception cref="ConfigurationException">A value is out of its range.</exception>
    internal TrainingOptions Apply(ParseResult result, TrainingOptions options)
    {
        foreach (var (key, flag) in _flags)
        {
            if (result.GetValue(flag) is { } text)
            {
                options = key.Set(options, text);
            }
        }

        options = _switches.Where(option => result.GetValue(option.Flag)).Aggregate(options, (all, option) => option.Key.Set(all, "true"));
        options.Validate();
        return options;
    }

    /// <summary>The defaults with those that were given on the command line set.</summary>
    internal TrainingOptions Apply(ParseResult result) => Apply(result, new TrainingOptions());
}
