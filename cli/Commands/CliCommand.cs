using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary>A command: parses, calls the library, renders. Errors are exceptions, and become exit codes in one place.</summary>
internal abstract class CliCommand : Command
{
    protected CliCommand(string name, string description)
        : base(name, description) => SetAction(result => result.GetValue<bool>(GlobalOptions.PrintConfig) ? PrintConfig(new Invocation(result)) : Run(new Invocation(result)));

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

    /// <summary>A positional value. Words that begin with a dash are unknown options, not values.</summary>
    protected Argument<string[]> AddArgument(string name, string description, ArgumentArity arity, params string[] suggestions)
    {
        var argument = new Argument<string[]>(name)
        {
            HelpName = name,
            Description = description,
            Arity = arity,
            CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
        };
        argument.CompletionSources.Add(suggestions);
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

    /// <summary>An option of one value.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="placeholder">What stands for the value in the help.</param>
    /// <param name="description">What it decides, with range and default.</param>
    /// <param name="isRequired">Whether it must be given.</param>
    /// <param name="fallback">The value where none is given, if it can be said.</param>
    protected Option<string> AddOption(string name, string placeholder, string description, bool isRequired = false, string? fallback = null)
    {
        var option = new ValueOption(name) { HelpName = placeholder, Description = description, Required = isRequired, Fallback = fallback };
        Add(option);
        return option;
    }

    /// <summary>An option with a value of <paramref name="parser"/>'s kind.</summary>
    /// <returns>Reads it from a command line, or gives <paramref name="fallback"/>.</returns>
    protected Func<ParseResult, T> AddOption<T>(string name, OptionParser<T> parser, string description, T fallback)
    {
        var option = AddOption(name, parser.Placeholder, $"{description}{(parser.Suggestions.Count > 0 ? "" : $" ({parser.Range})")} [default: {parser.Format(fallback)}]", fallback: parser.Format(fallback));
        option.CompletionSources.Add([.. parser.Suggestions]);
        option.Validators.Add(result =>
        {
            string text = result.Tokens[^1].Value;
            if (!parser.Read(text).IsValid)
            {
                result.AddError($"{name}: '{text}' is not valid; use {parser.Range}.");
            }
        });
        return result => result.GetValue(option) is { } text ? parser.Read(text).Value! : fallback;
    }

    /// <summary>An option that is on or off.</summary>
    protected Option<bool> AddSwitch(string name, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        Add(option);
        return option;
    }
}
