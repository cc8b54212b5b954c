using System.Globalization;
using System.Text.Json;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ILGpuAutoencoders.Cli.Serving;

/// <summary>What is asked for, computed and answered: JSON, or one PNG where <c>Accept</c> says so.</summary>
internal sealed class Endpoints(PictureService service, ServerOptions options)
{
    private const int DefaultNeighbours = 5;

    private static readonly JsonSerializerOptions s_latents = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    // The model is one: requests wait here without a thread.
    private readonly TaskFactory _turn = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Page.Write);
        routes.MapGet("/healthz", context => Guard.WriteJson(context.Response, new { Status = "ok" }));
        routes.MapGet("/openapi.json", context => Page.WriteOpenApi(context.Response));
        routes.MapGet("/api/model", context => Guard.WriteJson(context.Response, Model()));
        routes.MapGet("/api/axes", context =>
        {
            Require(PictureTask.Explore);
            return Guard.WriteJson(context.Response, service.Axes);
        });
        routes.MapPost("/api/reconstruct", Reconstruct);
        routes.MapPost("/api/denoise", Denoise);
        routes.MapPost("/api/embed", Embed);
        routes.MapPost("/api/decode", Decode);
        routes.MapPost("/api/score", Score);
        routes.MapPost("/api/compress", Compress);
        routes.MapPost("/api/decompress", Decompress);
        routes.MapPost("/api/neighbours", Nearest);
    }

    private object Model() => new
    {
        options.Run,
        service.Family,
        service.ImageSize,
        service.Channels,
        service.Latent,
        Noise = service.Noise?.Kind.Name,
        NoiseFactor = service.Noise?.Factor.High,
        IsDeviation = service.Noise?.Kind.IsDeviation,
        Bits = Compressor.DefaultBits,
        Compressor.MaxBits,
        // Why a task is impossible; null where it is possible.
        Missing = Enum.GetValues<PictureTask>().ToDictionary(
            task => JsonNamingPolicy.SnakeCaseLower.ConvertName(task.ToString()), service.Missing),
        Limits = new { options.MaxBytes, options.MaxPixels, options.MaxConcurrent, RequestPictures.MostParts },
    };

    private Task Reconstruct(HttpContext context) => Answer(
        context, PictureTask.Reconstruct, service.Reconstruct, result => result.Output,
        result => new { result.Psnr, result.Mse, result.Ssim, Input = Png(result.Input), Output = Png(result.Output) });

    private Task Denoise(HttpContext context)
    {
        float? noise = Query<float>(context, "noise");
        ulong seed = Query<ulong>(context, "seed") ?? 0;
        return Answer(
            context, PictureTask.Denoise, (pictures, stop) => service.Denoise(pictures, noise, seed, stop), result => result.Output,
            result => new { result.Before, result.After, Noisy = Png(result.Noisy), Output = Png(result.Output) });
    }

    private async Task Embed(HttpContext context)
    {
        Require(PictureTask.Embed);
        var pictures = await Read(context, PictureTask.Embed);
        var latents = await InTurn(context, () => service.Embed(pictures, context.RequestAborted));
        await Guard.WriteJson(context.Response, new { service.Latent, Latents = latents });
    }

    private async Task Decode(HttpContext context)
    {
        Require(PictureTask.Embed);
        float[][] latents = await ReadLatents(context.Request, context.RequestAborted);
        try
        {
            await Write(
                context, await InTurn(context, () => service.Decode(latents, context.RequestAborted)), picture => picture,
                picture => new { Output = Png(picture) });
        }
        catch (ArgumentException error)
        {
            throw Bad(error.Message);
        }
    }

    private Task Score(HttpContext context) => Answer(
        context, PictureTask.Score, service.Score, result => result.HeatMap,
        result => new
        {
            result.Name,
            result.Score,
            result.Threshold,
            result.Normalised,
            result.IsAnomaly,
            result.Scores,
            HeatMap = Png(result.HeatMap),
        });

    private async Task Compress(HttpContext context)
    {
        Require(PictureTask.Compress);
        int bits = Query(context, "bits", NumberRange.From(1).To(Compressor.MaxBits)) ?? Compressor.DefaultBits;
        var pictures = await Read(context, PictureTask.Compress);
        var files = await InTurn(context, () => service.Compress(pictures, bits, context.RequestAborted));
        if (Accepts(context.Request, "application/octet-stream"))
        {
            await WriteBytes(context.Response, "application/octet-stream", Single(files).File);
            return;
        }

        await Write(
            context, files, result => result.Output,
            result => new { Bytes = result.File.Length, result.BitsPerPixel, result.Psnr, Iae = result.File, Output = Png(result.Output) });
    }

    private async Task Decompress(HttpContext context)
    {
        Require(PictureTask.Compress);
        var files = await RequestPictures.ReadFiles(context);
        var pictures = await InTurn(context, () => files.Select(file =>
        {
            try
            {
                return service.Decompress(file.Bytes, context.RequestAborted);
            }
            catch (Engine.CheckpointException error)
            {
                throw Bad($"{file.Name} cannot be decompressed: {error.Message}");
            }
        }).ToList());
        await Write(context, pictures, picture => picture, picture => new { Output = Png(picture) });
    }

    private async Task Nearest(HttpContext context)
    {
        Require(PictureTask.Explore);
        int top = Query(context, "top", NumberRange.From(1).To(100)) ?? DefaultNeighbours;
        var pictures = await Read(context, PictureTask.Explore);
        var nearest = await InTurn(context, () => service.Nearest(pictures, top, context.RequestAborted));
        await Guard.WriteJson(context.Response, new
        {
            Pictures = nearest.Select(
                neighbours => neighbours.Select(each => new { each.Name, each.Distance, Picture = Png(each.Picture) })),
        });
    }

    private async Task Answer<T>(
        HttpContext context, PictureTask task, Func<IReadOnlyList<Picture>, CancellationToken, IReadOnlyList<T>> compute,
        Func<T, Picture> picture, Func<T, object> json)
    {
        Require(task);
        var pictures = await Read(context, task);
        try
        {
            await Write(context, await InTurn(context, () => compute(pictures, context.RequestAborted)), picture, json);
        }
        catch (ConfigurationException error)
        {
            throw Bad(error.Message);
        }
    }

    private Task<IReadOnlyList<Picture>> Read(HttpContext context, PictureTask task) =>
        RequestPictures.Read(context, service, task, options.MaxPixels);

    private Task<T> InTurn<T>(HttpContext context, Func<T> compute) => _turn.StartNew(compute, context.RequestAborted);

    private void Require(PictureTask task)
    {
        if (service.Missing(task) is { } reason)
        {
            throw new RequestException(StatusCodes.Status404NotFound, reason);
        }
    }

    private static Task Write<T>(HttpContext context, IReadOnlyList<T> results, Func<T, Picture> picture, Func<T, object> json) =>
        Accepts(context.Request, "image/png")
            ? WriteBytes(context.Response, "image/png", Png(picture(Single(results))))
            : Guard.WriteJson(context.Response, new { Pictures = results.Select(json) });

    private static Task WriteBytes(HttpResponse response, string type, byte[] bytes)
    {
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, 0, bytes.Length);
    }

    private static bool Accepts(HttpRequest request, string type) => request.Headers.Accept is [{ } accept]
        && accept.Split(',', ';').Any(each => each.Trim().Equals(type, StringComparison.OrdinalIgnoreCase))
        && !accept.Contains("application/json", StringComparison.OrdinalIgnoreCase);

    private static T Single<T>(IReadOnlyList<T> results) => results is [var one] ? one
        : throw Bad($"The answer to {results.Count} pictures is JSON; send one, or accept application/json.");

    private static byte[] Png(Picture picture) => PixelCodec.EncodePng(picture);

    private static T? Query<T>(HttpContext context, string key, OptionValues<T>? range = null)
        where T : struct, ISpanParsable<T>
    {
        if (context.Request.Query[key] is not [{ } text])
        {
            return null;
        }

        return range?.Problem(text) is { } problem ? throw Bad($"{key}: {problem}")
            : T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value
            : throw Bad($"{key}: '{text}' is not a number of its kind; see /openapi.json.");
    }

    private static async Task<float[][]> ReadLatents(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType())
        {
            throw new RequestException(
                StatusCodes.Status415UnsupportedMediaType, "Latent vectors are sent as application/json: {\"latents\": [[...]]}.");
        }

        try
        {
            var body = await JsonSerializer.DeserializeAsync<LatentsBody>(request.Body, s_latents, cancellation);
            return body?.Latents is { Length: > 0 and <= RequestPictures.MostParts } latents && !latents.Contains(null!) ? latents
                : throw Bad($"The request holds no latent vectors, or more than {RequestPictures.MostParts}: {{\"latents\": [[...]]}}.");
        }
        catch (JsonException error)
        {
            throw Bad($"The request is not JSON of latent vectors: {error.Message}");
        }
    }

    private static RequestException Bad(string reason) => new(StatusCodes.Status400BadRequest, reason);

    private sealed record LatentsBody(float[][]? Latents);
}
