// Pictures of a source of your own: decoded by ImageSharp, or by anything that gives RGB, a database as well as a folder.
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

if (args is not [var folder, var run, ..])
{
    Console.Error.WriteLine("ImageSharpPictures FOLDER RUN [DEVICE]");
    return 2;
}
string device = args is [_, _, var named] ? named : "auto";
string data = PictureSources.Register("imagesharp", new DecodedFolder(folder, Decode));
var result = Trainer.Run(
    new TrainingOptions { Model = "conv", Data = data, ImageSize = 32, Latent = 16, BatchSize = 16, Epochs = 2, Device = device }, run);
Console.WriteLine($"epochs: {result.Epochs}");
var evaluation = Evaluator.Run(new EvaluationOptions { Run = run, Device = device });
Console.WriteLine($"PSNR on {evaluation.Images} pictures of test: {evaluation.Psnr:0.00} dB");
var embedded = Embedder.Run(new EmbedOptions { Run = run, Inputs = [data], Out = Path.Combine(run, "vectors.csv"), Device = device });
Console.WriteLine($"vectors: {embedded.Images}");
return 0;

// What ImageSharp throws makes a picture bad: it is named, counted and skipped. Use it on files that you trust: see the project file.
static DecodeResult Decode(byte[] file)
{
    using var image = Image.Load<Rgb24>(file);
    image.Mutate(x => x.AutoOrient());
    byte[] pixels = new byte[3 * image.Width * image.Height];
    image.CopyPixelDataTo(pixels);
    return DecodeResult.Good(new Picture(image.Width, image.Height, pixels));
}
