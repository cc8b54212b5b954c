// A web service that takes noise off pictures and says how unusual they are, with dependency injection and logging.
//   ilgpu-ae train denoising --data DIR --out RUN && ilgpu-ae anomaly calibrate RUN --data DIR
//   dotnet run -- RUN
//   curl --data-binary @noisy.jpg http://localhost:5000/denoise --output clean.png
//   curl --data-binary @face.jpg http://localhost:5000/score
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Hosting;
using ILGpuAutoencoders.Models;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: DenoiseService RUN [--urls http://localhost:5000]");
    return 2;
}

var builder = WebApplication.CreateBuilder(args[1..]);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = 16 << 20);
builder.Services.AddPictureService(args[0]);
var app = builder.Build();

app.MapPost("/denoise", (HttpRequest request, PictureService service) => Answer(request, service, PictureTask.Denoise, async picture =>
    Results.Bytes(PixelCodec.EncodePng((await service.DenoiseAsync([picture]))[0].Output), "image/png")));
app.MapPost("/score", (HttpRequest request, PictureService service) => Answer(request, service, PictureTask.Score, async picture =>
    (await service.ScoreAsync([picture]))[0] is var verdict ? Results.Ok(new { verdict.Score, verdict.IsAnomaly }) : Results.NoContent()));

app.Run();
return 0;

static async Task<IResult> Answer(HttpRequest request, PictureService service, PictureTask task, Func<Picture, Task<IResult>> answer)
{
    if (service.Missing(task) is { } missing)
    {
        return Results.Conflict(new { Error = missing }); // such as a run without a calibration
    }
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    var decoded = PixelCodec.Decode(body.ToArray());
    return decoded.IsGood ? await answer(service.Fit(decoded.Picture, task)) : Results.BadRequest(new { Error = decoded.Problem });
}
