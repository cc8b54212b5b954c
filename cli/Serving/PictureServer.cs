using System.Net;
using System.Net.Sockets;
using ILGpuAutoencoders.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ILGpuAutoencoders.Cli.Serving;

/// <summary>The page and the API of an open run, until it is disposed.</summary>
internal sealed class PictureServer : IAsyncDisposable
{
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(500);

    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _preparing;

    private PictureServer(WebApplication application, PictureService service)
    {
        _application = application;
        _preparing = Task.Run(() => service.Prepare(_stop.Token));
        // No browser opens the address that stands for all of a machine.
        var url = new UriBuilder(application.Urls.Single());
        url.Host = IPAddress.TryParse(url.Host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            ? Dns.GetHostName()
            : url.Host;
        Url = url.Uri.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Where it can be asked, with the port that was found.</summary>
    internal string Url { get; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="ConfigurationException">The port is in use, or the address is not of this machine.</exception>
    /// <exception cref="UnauthorizedAccessException">The port may not be opened.</exception>
    internal static async Task<PictureServer> Start(PictureService service, ServerOptions options)
    {
        // An empty builder: neither variables of the environment nor files decide anything, and nothing is logged.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBytes;
            kestrel.Listen(options.Address, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_grace);
        var application = builder.Build();
        application.Use(new Guard(options).Pass);
        new Endpoints(service, options).Map(application);
        try
        {
            await application.StartAsync();
            return new PictureServer(application, service);
        }
        catch (Exception error)
        {
            await application.DisposeAsync();
            throw error switch
            {
                IOException { InnerException: AddressInUseException } => new ConfigurationException(
                    "port", $"'{options.Port}' is in use by another program; use another, or 0 for any free one.", error),
                SocketException { SocketErrorCode: SocketError.AccessDenied } => new UnauthorizedAccessException(
                    $"The port {options.Port} may not be opened by this user; use one above 1023 with --port.", error),
                SocketException => new ConfigurationException(
                    "listen", $"'{options.Address}' cannot be listened at ({error.Message}); use an address of this machine.", error),
                _ => error,
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        using var grace = new CancellationTokenSource(s_grace);
        await _application.StopAsync(grace.Token);
        await _application.DisposeAsync();
        await _preparing.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    /// <summary>Signals are the program's: the library's own handlers would end it in another way.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
