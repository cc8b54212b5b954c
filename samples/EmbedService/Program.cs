// A web service that takes a picture and returns its latent vector. Train a run first (ilgpu-ae train conv --data DIR --out RUN), then
//   dotnet run -- RUN
//   curl --data-binary @face.jpg http://localhost:5000/embed
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: EmbedService RUN [--urls http://localhost:5000]");
    return 2;
}

using var encoder = PictureEncoder.Open(args[0]); // handles requests one at a time: a device computes one thing at a time
var builder = WebApplication.CreateBuilder(args[1..]);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = 16 << 20);
var app = builder.Build();

app.MapGet("/", () => new { encoder.Latent });
app.MapPost("/embed", async (HttpRequest request) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    var decoded = PixelCodec.Decode(body.ToArray()); // untrusted input: a file that cannot be decoded gives a result, not an exception
    return decoded.IsGood
        ? Results.Ok(new { Latent = await encoder.EncodeAsync(decoded.Picture) })
        : Results.BadRequest(new { Error = decoded.Problem });
});

app.Run();
return 0;
