using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ILGpuAutoencoders.Cli.Serving;

/// <summary>The pictures or files of a request: its body, or each part of a multipart body. They stay in memory.</summary>
internal static class RequestPictures
{
    /// <summary>The most parts of a request.</summary>
    internal const int MostParts = 256;

    private const int MostBoundary = 70;

    private static readonly SemaphoreSlim s_decoding = new(Environment.ProcessorCount);

    /// <summary>Reads and decodes pictures as a task takes them.</summary>
    /// <exception cref="RequestException">There is none, or one does not decode.</exception>
    internal static async Task<IReadOnlyList<Picture>> Read(HttpContext context, PictureService service, PictureTask task, long maxPixels)
    {
        var files = await ReadFiles(context);
        var pictures = new List<Picture>();
        long pixels = 0;
        foreach (var (name, bytes) in files)
        {
            await s_decoding.WaitAsync(context.RequestAborted);
            try
            {
                var decoded = PixelCodec.Decode(bytes, Math.Min(PixelCodec.MostPixels, maxPixels - pixels));
                if (!decoded.IsGood)
                {
                    throw new RequestException(
                        StatusCodes.Status400BadRequest,
                        pixels > 0 ? $"{name} cannot be used: {decoded.Problem}, after {pixels:N0} of the pictures before it."
                            : $"{name} cannot be used: {decoded.Problem}.");
                }

                pixels += (long)decoded.Picture.Width * decoded.Picture.Height;
                pictures.Add(service.Fit(decoded.Picture, task));
            }
            finally
            {
                s_decoding.Release();
            }
        }

        return pictures;
    }

    /// <summary>Reads files.</summary>
    /// <returns>What to call each in errors, and its bytes; at least one.</returns>
    /// <exception cref="RequestException">The request is not of a kind that is read, or damaged.</exception>
    internal static async Task<IReadOnlyList<(string Name, byte[] Bytes)>> ReadFiles(HttpContext context)
    {
        var request = context.Request;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            throw Unsupported("no content type");
        }

        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadParts(request, type, context.RequestAborted);
        }

        return type.Type.Equals("image", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
            ? [("The file", await ReadAll(request.Body, context.RequestAborted))]
            : throw Unsupported($"'{type.MediaType}'");
    }

    private static async Task<IReadOnlyList<(string Name, byte[] Bytes)>> ReadParts(
        HttpRequest request, MediaTypeHeaderValue type, CancellationToken cancellation)
    {
        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > MostBoundary)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, "The multipart request names no boundary that can be used.");
        }

        var parts = new List<(string, byte[])>();
        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            while (await reader.ReadNextSectionAsync(cancellation) is { } section)
            {
                if (parts.Count == MostParts)
                {
                    throw new RequestException(
                        StatusCodes.Status413PayloadTooLarge, $"The request has more than {MostParts} parts; send several requests.");
                }

                string file = section.AsFileSection()?.FileName ?? "";
                parts.Add(($"Part {parts.Count + 1}{(file.Length > 0 ? $", '{file}'," : "")}", await ReadAll(section.Body, cancellation)));
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, $"The multipart request is damaged: {error.Message}");
        }

        return parts.Count > 0 ? parts
            : throw new RequestException(StatusCodes.Status400BadRequest, "The multipart request has no part; send a file in one.");
    }

    private static async Task<byte[]> ReadAll(Stream body, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes, cancellation);
        return bytes.ToArray();
    }

    private static RequestException Unsupported(string what) => new(
        StatusCodes.Status415UnsupportedMediaType,
        $"The request is of {what}; send a file as image/jpeg, image/png and so on, as application/octet-stream, or as "
        + "multipart/form-data.");
}
