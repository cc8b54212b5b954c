using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Latents;

namespace ILGpuAutoencoders.Models;

/// <summary>Pictures to latent vectors in a file, for other programs.</summary>
public static class Embedder
{
    private const string TensorName = "latent";

    /// <summary>The endings of files that can be written.</summary>
    public static IReadOnlyList<string> Formats { get; } = [".npy", ".csv", ".safetensors"];

    /// <summary>The file of names beside a file of vectors; null if it needs none.</summary>
    /// <param name="path">The file of vectors.</param>
    public static string? NamesFileOf(string path) => Path.GetExtension(path) == ".csv" ? null : path + ".names.txt";

    /// <summary>Encodes pictures and writes the vectors: [images, latent] of float32, in the order of the names.</summary>
    /// <param name="options">Run, pictures and file.</param>
    /// <param name="observer">Is told of pictures that cannot be used; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="DataSetException">There is no picture, or none decodes.</exception>
    /// <exception cref="ConfigurationException">The file's ending is not a known format.</exception>
    public static EmbedResult Run(EmbedOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        string format = Path.GetExtension(options.Out);
        if (!Formats.Contains(format))
        {
            throw new ConfigurationException(
                "out", $"'{options.Out}' does not end in one of {string.Join(", ", Formats)}; name such a file.");
        }

        using var run = LatentRun.Open(options.Run, options, observer);
        var names = new List<string>();
        var values = new List<float>();
        foreach (var (file, picture) in run.Read(options.Inputs, observer, cancellation))
        {
            names.Add(file);
            values.AddRange(run.Encode(picture.Pixels));
        }

        float[] latents = [.. values];
        using var written = new NewFiles();
        written.Write(options.Out, stream =>
        {
            switch (format)
            {
                case ".npy":
                    NpyFile.Write(stream, latents, names.Count, run.Latent);
                    break;
                case ".csv":
                    stream.Write(Encoding.UTF8.GetBytes(CsvOf(names, latents, run.Latent)));
                    break;
                default:
                    var checkpoint = new Checkpoint();
                    checkpoint.Tensors[TensorName] = CheckpointTensor.FromFloats([names.Count, run.Latent], latents);
                    stream.Write(checkpoint.ToBytes());
                    break;
            }
        });
        string? namesFile = NamesFileOf(options.Out);
        if (namesFile is not null)
        {
            written.Write(namesFile, Encoding.UTF8.GetBytes(string.Concat(names.Select(name => PlainText.Of(name) + "\n"))));
        }

        written.Keep();
        return new EmbedResult(options.Out, namesFile, names.Count, run.Latent, run.Bad);
    }

    private static string CsvOf(List<string> names, float[] latents, int length)
    {
        var text = new StringBuilder("file");
        for (int j = 0; j < length; j++)
        {
            text.Append(CultureInfo.InvariantCulture, $",z{j}");
        }

        for (int i = 0; i < names.Count; i++)
        {
            text.Append('\n').Append(Csv.Field(names[i]));
            foreach (float value in latents.AsSpan(i * length, length))
            {
                text.Append(CultureInfo.InvariantCulture, $",{value}");
            }
        }

        return text.Append('\n').ToString();
    }
}
