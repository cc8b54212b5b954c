using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary>A command: parses, calls the library, renders. Errors are exceptions, and become exit codes in one place.</summary>
internal abstract class CliCommand : Command
{
    /// <summary>What stands for a run: <see cref="Invocation.RunAt"/>.</summary>
    protected const string RunHelp =
        "a run folder (its best checkpoint), a checkpoint file in one, or the newest run: latest, or a folder of runs";

    protected CliCommand(string name, string description)
        : base(name, description) =>
            SetAction(
                result =>
                    result.GetValue<bool>(GlobalOptions.PrintConfig) ? PrintConfig(new Invocation(result)) : Run(new Invocation(result)));

    /// <summary>Whether a signal is its proper end, so that it exits 0 then.</summary>
    internal virtual bool RunsUntilStopped => false;

    /// <summary>Whether it is one piece of work on all ranks that a launcher has started.</summary>
    internal virtual bool JoinsRanks => false;

    /// <summary>Does the work.</summary>
    /// <param name="invocation">What was parsed and where to write.</param>
    /// <returns>The exit code.</returns>
    protected abstract int Run(Invocation invocation);

    /// <summary>Prints the options of a call as a configuration file.</summary>
    protected virtual int PrintConfig(Invocation invocation)
    {
        invocation.WriteConfig(ConfigArguments.Resolved(invocation.Result));
        return ExitCodes.Ok;
    }

    /// <summary>Positional words. Those that begin with a dash are unknown options, not values.</summary>
    protected Argument<string[]> AddArgument(
        string name, string description, ArgumentArity arity, IEnumerable<string>? suggestions = null, string? key = null,
        bool isOutput = false)
    {
        var argument = new WordsArgument(name, description, arity, key) { IsOutput = isOutput };
        argument.CompletionSources.Add([.. suggestions ?? []]);
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => UsageErrors.IsOption(token.Value)) is { } token)
            {
                result.AddError(UsageErrors.UnknownOption(this, token.Value));
            }
        });
        Add(argument);
        return argument;
    }

    /// <summary>Pictures, as words and from a list.</summary>
    protected InputList AddInputs(string description) => new(this, AddArgument("INPUT", description, ArgumentArity.ZeroOrMore));

    /// <summary>A family or an operation, the default of benchmarks if none is given.</summary>
    protected Argument<string[]> AddBenchmarkTarget()
    {
        string[] targets = [.. BenchmarkRunner.Targets];
        var argument = AddArgument(
            "MODEL", $"one of {string.Join(", ", targets)} [default: {BenchmarkOptions.Table.Defaults.Target}]",
            ArgumentArity.ZeroOrOne, targets);
        var values = new NamedValues<string>(targets, target => target);
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && values.Problem(token.Value) is { } problem)
            {
                result.AddError($"MODEL: {problem}");
            }
        });
        return argument;
    }

    /// <summary>An option that takes any text: a path.</summary>
    /// <param name="key">Its name without dashes.</param>
    /// <param name="placeholder">What stands for its value in the help.</param>
    /// <param name="description">What it decides, with its default.</param>
    /// <param name="isRequired">Whether it must be given.</param>
    /// <param name="fallback">The value if none is given; null if that is decided elsewhere.</param>
    protected Option<string> AddOption(string key, string placeholder, string description, bool isRequired = false, string? fallback = null)
    {
        var option = new ValueOption(key, placeholder, description) { Required = isRequired, Fallback = fallback };
        Add(option);
        return option;
    }

    /// <summary>An option of where something is written, which no configuration file sets.</summary>
    /// <inheritdoc cref="AddOption(string, string, string, bool, string?)"/>
    protected Option<string> AddOutput(string key, string placeholder, string description, bool isRequired = false, string? fallback = null)
    {
        var option = new ValueOption(key, placeholder, description) { Required = isRequired, Fallback = fallback, IsOutput = true };
        Add(option);
        return option;
    }

    /// <summary>An option that takes several texts, separated by commas.</summary>
    protected Func<ParseResult, IEnumerable<string>> AddList(string key, string placeholder, string description)
    {
        var option = new ValueOption(key, placeholder, description) { IsList = true };
        Add(option);
        return result => result.GetValue(option) is { } text ? option.Values(text) : [];
    }

    /// <summary>An option that belongs to no record of the libraries.</summary>
    /// <returns>Reads it from a command line, or gives <paramref name="fallback"/>.</returns>
    protected Func<ParseResult, T> AddOption<T>(string key, OptionValues<T> values, string description, T fallback)
        where T : notnull
    {
        string hint = values.Hint is null ? "" : $", {values.Hint}", text = values.Format(fallback);
        var option = new ValueOption(
            key, values.Placeholder, $"{description}{hint} [default: {text}]")
        { Fallback = text, Check = values.Problem };
        option.CompletionSources.Add([.. values.Names]);
        Add(option);
        return result => values.TryRead(result.GetValue(option) ?? text, out var value) ? value : fallback;
    }

    /// <summary>Where options of training come from that are not set.</summary>
    protected Func<ParseResult, Preset> AddPreset() => AddOption(
        "preset", TrainingOptions.Presets,
        "best: the recipe of the family; plain: random weights, adam at 0.001, batches of 64, a constant rate, no augmentation",
        Preset.Best);

    /// <summary>An option that is on or off.</summary>
    protected Option<bool> AddSwitch(string key, string description)
    {
        var option = new SwitchOption(key, description);
        Add(option);
        return option;
    }
}
