using System.Net;
using System.Security.Cryptography;
using System.Text;
using ILGpuAutoencoders.Models;
using Microsoft.AspNetCore.Http;

namespace ILGpuAutoencoders.Cli.Serving;

/// <summary>
/// What every request passes: who may ask (<c>Host</c> against DNS rebinding, <c>Origin</c> against other pages, the token), how many at
/// once, and how errors are told.
/// </summary>
internal sealed class Guard(ServerOptions options)
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? _token = options.Token is null ? null : HashOf(options.Token);
    private int _running;

    internal async Task Pass(HttpContext context, RequestDelegate next)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Looking is always possible.
        bool isWork = request.Method == HttpMethods.Post;
        int running = isWork ? Interlocked.Increment(ref _running) : 0;
        try
        {
            Check(request);
            if (running > options.MaxConcurrent)
            {
                response.Headers.RetryAfter = "1";
                throw new RequestException(
                    StatusCodes.Status429TooManyRequests, $"{options.MaxConcurrent} requests are being answered; ask again in a moment.");
            }

            await next(context);
            if (response is { StatusCode: >= 400, HasStarted: false })
            {
                throw new RequestException(response.StatusCode, response.StatusCode == StatusCodes.Status405MethodNotAllowed
                    ? $"'{request.Path}' does not take {request.Method}; see /openapi.json."
                    : $"There is no '{request.Path}'; see /openapi.json.");
            }
        }
        catch (Exception error) when (!response.HasStarted)
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                var (status, reason) = Explain(error);
                if (status == StatusCodes.Status500InternalServerError)
                {
                    options.Tell($"{request.Method} {request.Path}: {error}");
                }

                response.StatusCode = status;
                await WriteJson(response, new { Error = reason });
            }
        }
        finally
        {
            if (isWork)
            {
                Interlocked.Decrement(ref _running);
            }
        }
    }

    internal static Task WriteJson<T>(HttpResponse response, T value)
    {
        response.ContentType = "application/json";
        return response.WriteAsync(ResultJson.Write(value));
    }

    private (int Status, string Reason) Explain(Exception error) => error switch
    {
        RequestException own => (own.Status, own.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (
            StatusCodes.Status413PayloadTooLarge,
            $"The request has more than {options.MaxBytes >> 20} MB; send less, or start serve with a larger --max-size."),
        BadHttpRequestException bad => (bad.StatusCode, bad.Message),
        OutOfMemoryException => (StatusCodes.Status503ServiceUnavailable, "There is not enough memory for this request; send less."),
        _ => (StatusCodes.Status500InternalServerError, $"unexpected {error.GetType().Name}: {error.Message}"),
    };

    private void Check(HttpRequest request)
    {
        if (IPAddress.IsLoopback(options.Address) && !IsOwnName(request.Host.Host))
        {
            throw new RequestException(
                StatusCodes.Status400BadRequest, $"This server is not '{request.Host}'; ask it as 127.0.0.1 or localhost.");
        }

        // Only browsers send it, and they always do when a page of another site posts.
        if (request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}")
        {
            throw new RequestException(StatusCodes.Status403Forbidden, $"Pages of '{origin}' may not use this server.");
        }

        if (_token is not null && !IsOpen(request.Path) && !HasToken(request))
        {
            request.HttpContext.Response.Headers.WWWAuthenticate = Scheme.TrimEnd();
            throw new RequestException(
                StatusCodes.Status401Unauthorized, "The token is missing or wrong; send the header 'Authorization: Bearer TOKEN'.");
        }
    }

    private static bool IsOwnName(string host) =>
        host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // The page holds nothing of the run.
    private static bool IsOpen(PathString path) => path == "/" || path == "/healthz";

    private bool HasToken(HttpRequest request) => request.Headers.Authorization is [{ } text]
        && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(HashOf(text[Scheme.Length..].Trim()), _token);

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
