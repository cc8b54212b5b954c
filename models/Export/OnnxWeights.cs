using System.Buffers.Binary;
using System.Text;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Export;

/// <summary>
/// The float32 tensors that an ONNX file holds by name: the weights of a model exported by this program, or by PyTorch without folding.
/// </summary>
internal static class OnnxWeights
{
    private const int MostAxes = 8;

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">It is missing or not an ONNX file, or its weights are in other files.</exception>
    internal static Checkpoint Read(string path)
    {
        var checkpoint = new Checkpoint();
        try
        {
            // Read anew by each pass and kept nowhere: a field can be two bytes, and a list of them takes twenty times the file.
            var model = ProtobufField.Read(PlainFile.ReadAllBytes(path));
            var graph = model.Where(field => field.Number == 7).SelectMany(field => ProtobufField.Read(field.Bytes));
            if (!graph.Any())
            {
                throw new FormatException("it holds no graph");
            }

            foreach (var tensor in graph.Where(field => field.Number == 5))
            {
                Add(checkpoint, tensor.Bytes);
            }

            foreach (var entry in model.Where(field => field.Number == 14))
            {
                var words = ProtobufField.Read(entry.Bytes);
                checkpoint.Metadata[Text(words.First(word => word.Number == 1))] = Text(words.FirstOrDefault(word => word.Number == 2));
            }

            return checkpoint;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"Checkpoint: {path} does not exist; check the path.", error);
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or OverflowException)
        {
            throw new CheckpointException($"Checkpoint: {path} is not a valid ONNX file ({error.Message}); export it again.", error);
        }
    }

    private static void Add(Checkpoint checkpoint, ReadOnlyMemory<byte> tensor)
    {
        var fields = ProtobufField.Read(tensor);
        long[] shape = [.. fields.Where(field => field.Number == 1).SelectMany(field => field.Integers()).Take(MostAxes + 1)];
        var bytes = fields.FirstOrDefault(field => field.Number is 4 or 9).Bytes;
        if (fields.FirstOrDefault(field => field.Number == 2).Integer != OnnxMessages.Float)
        {
            return;
        }

        string name = Text(fields.FirstOrDefault(field => field.Number == 8));
        if (fields.Any(field => field.Number == 14 && field.Integer != 0))
        {
            throw new FormatException($"{name} is kept in another file");
        }

        if (shape.Length > MostAxes)
        {
            throw new FormatException($"{name} has more than {MostAxes} axes");
        }

        if (shape.Any(axis => axis < 0) || shape.Aggregate((Int128)sizeof(float), (product, axis) => product * axis) != bytes.Length)
        {
            throw new FormatException($"{name} has {bytes.Length} bytes for [{string.Join(", ", shape)}]");
        }

        float[] values = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.Span[(i * sizeof(float))..]);
        }

        checkpoint.Tensors[name] = CheckpointTensor.FromFloats(shape, values);
    }

    private static string Text(ProtobufField field) => Encoding.UTF8.GetString(field.Bytes.Span);
}
