using System.CommandLine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli;

/// <summary>Keys of <see cref="TrainingOption"/> as options of a command.</summary>
internal sealed class TrainingFlags
{
    private readonly List<(TrainingOption Key, Func<ParseResult, string?> Read)> _flags = [];

    /// <summary>Adds the keys to a command, in the order given.</summary>
    internal TrainingFlags(Command command, params IEnumerable<string> keys)
    {
        var defaults = new TrainingOptions();
        foreach (string key in keys)
        {
            var option = TrainingOption.Find(key) ?? throw new ArgumentException($"TrainingFlags: there is no key '{key}'; see TrainingOption.All.", nameof(keys));
            _flags.Add((option, option.IsSwitch ? AddSwitch(command, option) : AddValue(command, option, defaults)));
        }
    }

    /// <summary>The options with those that were given on the command line set, all of them checked.</summary>
    /// <exception cref="ConfigurationException">A value is out of its range.</exception>
    internal TrainingOptions Apply(ParseResult result, TrainingOptions options)
    {
        foreach (var (key, read) in _flags)
        {
            if (read(result) is { } text)
            {
                options = key.Set(options, text);
            }
        }

        options.Validate();
        return options;
    }

    /// <summary>The defaults with those that were given on the command line set.</summary>
    internal TrainingOptions Apply(ParseResult result) => Apply(result, new TrainingOptions());

    private static Func<ParseResult, string?> AddSwitch(Command command, TrainingOption option)
    {
        var flag = new Option<bool>("--" + option.Key) { Description = option.Description };
        command.Add(flag);
        return result => result.GetResult(flag) is { Implicit: false } ? (result.GetValue(flag) ? "true" : "false") : null;
    }

    private static Func<ParseResult, string?> AddValue(Command command, TrainingOption option, TrainingOptions defaults)
    {
        string fallback = option.Format(defaults) is { } text ? $" [default: {text}]" : "";
        var flag = new Option<string>("--" + option.Key) { HelpName = option.Placeholder, Description = option.Description + fallback };
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
        return result => result.GetValue(flag);
    }
}
