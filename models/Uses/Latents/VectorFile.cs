using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Uses.Latents;

/// <summary>Latent vectors with the names of their pictures, on their way into a file; there may be more than fit into memory.</summary>
/// <param name="path">The file, whose ending says what it is.</param>
internal sealed class VectorFile(string path) : IDisposable
{
    private const string TensorName = "latent";

    private readonly SpoolFile _vectors = new(path);
    private int _length;

    /// <summary>The names of the pictures so far.</summary>
    internal List<string> Names { get; } = [];

    /// <summary>The vectors of these pictures, one after the other, as little-endian float32.</summary>
    internal SpoolFile Vectors => _vectors;

    /// <summary>Adds vectors.</summary>
    /// <param name="names">Of their pictures.</param>
    /// <param name="bytes">All of them, as little-endian float32.</param>
    /// <param name="length">Numbers of a vector, always the same.</param>
    internal void Add(IEnumerable<string> names, byte[] bytes, int length)
    {
        _length = length;
        Names.AddRange(names);
        _vectors.Add(bytes);
    }

    /// <summary>Writes the file, and that of the names beside it if there is one.</summary>
    /// <returns>The file of the names; null if there is none.</returns>
    internal string? Write(NewFiles written)
    {
        written.Write(path, stream =>
        {
            switch (Path.GetExtension(path))
            {
                case ".npy":
                    NpyFile.Write(stream, _vectors, Names.Count, _length);
                    break;
                case ".csv":
                    WriteCsv(stream);
                    break;
                default:
                    var checkpoint = new Checkpoint();
                    checkpoint.Tensors[TensorName] = CheckpointTensor.FromFloats([Names.Count, _length], _vectors);
                    checkpoint.Write(stream);
                    break;
            }
        });
        string? names = Embedder.NamesFileOf(path);
        if (names is not null)
        {
            written.Write(names, stream =>
            {
                foreach (string name in Names)
                {
                    stream.Write(Encoding.UTF8.GetBytes(PlainText.Of(name) + "\n"));
                }
            });
        }

        return names;
    }

    public void Dispose() => _vectors.Dispose();

    private void WriteCsv(Stream stream)
    {
        var text = new StringBuilder("file");
        for (int j = 0; j < _length; j++)
        {
            text.Append(CultureInfo.InvariantCulture, $",z{j}");
        }

        stream.Write(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
        int row = 0;
        _vectors.Read(_length * sizeof(float), vector =>
        {
            text.Clear().Append(Csv.Field(Names[row++]));
            for (int j = 0; j < _length; j++)
            {
                text.Append(CultureInfo.InvariantCulture, $",{BinaryPrimitives.ReadSingleLittleEndian(vector[(j * sizeof(float))..])}");
            }

            stream.Write(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
        });
    }
}
