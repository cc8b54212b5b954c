using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Serving;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>serve RUN</c>: a page and an API on this machine to try a run, until a signal ends it.</summary>
internal sealed class ServeCommand : CliCommand
{
    /// <summary>The variable that a token is taken from: other users of the machine can read command lines.</summary>
    internal const string TokenVariable = "ILGPU_AE_TOKEN";

    private const int LeastToken = 16, TokenBytes = 24, Million = 1_000_000;

    private static readonly TextValues<IPAddress> s_addresses = new(
        "ADDRESS", "an IP address of this machine, such as 0.0.0.0 for all of them",
        text => IPAddress.TryParse(text, out var address) ? (address, true) : default, address => address.ToString());

    private readonly Argument<string[]> _run;
    private readonly Func<ParseResult, int> _port, _maxSize, _maxPixels, _maxConcurrent;
    private readonly Func<ParseResult, IPAddress> _listen;
    private readonly OptionFlags<PictureOptions> _compute;

    internal ServeCommand()
        : base("serve",
            "Serves a page to try a run in the browser, and a REST API (/openapi.json), on this machine until it is stopped by Ctrl-C.")
    {
        _run = AddArgument("RUN", RunHelp, ArgumentArity.ExactlyOne);
        _port = AddOption("port", NumberRange.From(0).To(65_535).With("where 0 means any free one"), "the port to listen at", 8080);
        _listen = AddOption(
            "listen", s_addresses,
            $"the address to listen at; beyond this machine requests need the token of the variable {TokenVariable}, or one that is made "
            + "and printed",
            IPAddress.Loopback);
        _maxSize = AddOption("max-size", NumberRange.From(1).To(512), "the most MB of a request; more is answered 413", 32);
        _maxPixels = AddOption(
            "max-pixels", NumberRange.From(1).To(500), "the most million pixels of all pictures of a request; more is answered 400", 25);
        _maxConcurrent = AddOption(
            "max-concurrent", NumberRange.From(1).To(256), "requests that are answered at once; further ones are answered 429", 16);
        _compute = new OptionFlags<PictureOptions>(
            this, PictureOptions.Table, PictureOptions.Table.Options.Select(option => option.Key).Except(["follow-links"]));
    }

    /// <summary>A signal is how it ends.</summary>
    internal override bool RunsUntilStopped => true;

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        AspNetRuntime.Load();
        string run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]);
        var address = _listen(parsed);
        var options = new ServerOptions
        {
            Run = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run))),
            Address = address,
            Port = _port(parsed),
            Token = TokenFor(address),
            MaxBytes = (long)_maxSize(parsed) << 20,
            MaxPixels = (long)_maxPixels(parsed) * Million,
            MaxConcurrent = _maxConcurrent(parsed),
            Tell = line => invocation.Console.Error.WriteLine(PlainText.Of(line)),
        };
        var compute = _compute.Apply(parsed);
        using var service = Progress.Run(invocation, observer => PictureService.Open(run, compute, observer));
        Serve(invocation, service, options).GetAwaiter().GetResult();
        return ExitCodes.Ok;
    }

    private static async Task Serve(Invocation invocation, PictureService service, ServerOptions options)
    {
        await using var server = await PictureServer.Start(service, options);
        string url = options.Token is null ? server.Url : $"{server.Url}/#token={options.Token}";
        invocation.Write($"{service.Family} of {options.Run}: {url} (Ctrl-C stops it)");
        invocation.WriteJson(new { service.Family, server.Url, options.Token });
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = invocation.Stop.Register(stopped.SetResult);
        await stopped.Task;
    }

    private static string? TokenFor(IPAddress address)
    {
        string? own = Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } text ? text : null;
        return own is { Length: < LeastToken }
            ? throw new ConfigurationException(
                $"The token of {TokenVariable} has {own.Length} characters and could be guessed; use {LeastToken} or more.")
            : own ?? (IPAddress.IsLoopback(address) ? null : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)));
    }
}
