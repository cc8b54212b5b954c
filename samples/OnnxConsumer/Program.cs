// A trained model without its trainer: ONNX Runtime reconstructs a picture by a file that export wrote.
//   ilgpu-ae export RUN --to model.onnx && dotnet run -- model.onnx face.jpg out.png
using ILGpuAutoencoders.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

if (args is not [var model, var input, var output])
{
    Console.Error.WriteLine("usage: OnnxConsumer MODEL.onnx PICTURE OUT.png");
    return 2;
}

using var session = new InferenceSession(model);
var (name, node) = session.InputMetadata.Single();
int[] shape = [1, .. node.Dimensions[1..]]; // [batch, channels, height, width]
int channels = shape[1], height = shape[2], width = shape[3];

var decoded = PixelCodec.DecodeFile(input);
if (!decoded.IsGood || (decoded.Picture.Width, decoded.Picture.Height) != (width, height) || channels != 3)
{
    Console.Error.WriteLine($"{input}: {decoded.Problem ?? $"the model takes {width}x{height} pixels and {channels} channels"}");
    return 1;
}

var planes = new DenseTensor<float>(shape);
var pixels = decoded.Picture.Pixels; // row by row: R, G, B of each
for (int i = 0; i < pixels.Length; i++)
{
    planes.Buffer.Span[(i % channels * width * height) + (i / channels)] = pixels[i] / 255f;
}

using var results = session.Run([NamedOnnxValue.CreateFromTensor(name, planes)]);
float[] made = results.First(result => result.Name == "output").AsTensor<float>().ToArray();
byte[] rgb = new byte[pixels.Length];
for (int i = 0; i < rgb.Length; i++)
{
    rgb[i] = (byte)MathF.Round(255 * Math.Clamp(made[(i % channels * width * height) + (i / channels)], 0, 1));
}

PixelCodec.SavePng(new Picture(width, height, rgb), output);
Console.WriteLine($"{string.Join(", ", results.Select(result => result.Name))}: {width}x{height} in {output}");
return 0;
