using System.Globalization;
using System.Text;
using System.Text.Json;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Uses.Latents;

/// <summary>
/// The latent vectors of a shard, until all shards are merged: a file in the folder OUT.shards, with the names of the pictures and of
/// those that cannot be used, bound to the model's weights and to the list of all inputs.
/// </summary>
internal sealed class ShardFile
{
    private const string VersionKey = "shard_version", Version = "1", ShardKey = "shard", InputsKey = "inputs_sha256";
    private const string WeightsKey = "weights_sha256", LatentKey = "latent", BadKey = "bad", ArithmeticKey = "arithmetic";
    private const string VectorsName = "vectors", NamesName = "names", Ending = ".safetensors";

    private readonly Checkpoint _file;

    private ShardFile(Shard shard, Checkpoint file) => (Shard, _file) = (shard, file);

    /// <summary>Which of how many.</summary>
    internal Shard Shard { get; }

    /// <summary>What all shards of one output have in common.</summary>
    internal (string Inputs, string Weights) Key => (_file.Metadata[InputsKey], _file.Metadata[WeightsKey]);

    /// <summary>What decides the last bits of its vectors.</summary>
    internal string Arithmetic => _file.Metadata[ArithmeticKey];

    /// <summary>Length of a vector.</summary>
    internal int Latent => int.Parse(_file.Metadata[LatentKey], CultureInfo.InvariantCulture);

    /// <summary>The names of its pictures.</summary>
    internal string[] Names => Encoding.UTF8.GetString(_file.Tensors[NamesName].Data.Span).Split('\0')[..^1];

    /// <summary>Pictures that cannot be used, with the reason.</summary>
    internal IReadOnlyList<string> Bad => JsonSerializer.Deserialize<string[]>(_file.Metadata[BadKey]) ?? [];

    /// <summary>Its vectors as little-endian float32.</summary>
    internal byte[] Vectors => _file.Tensors[VectorsName].Data.ToArray();

    /// <summary>The file of a shard.</summary>
    internal static string PathOf(string output, Shard shard) => ShardPlaces.PathOf(output, shard, Ending);

    /// <summary>Writes one, whole or not at all.</summary>
    /// <param name="output">What the shards are of.</param>
    /// <param name="shard">Which.</param>
    /// <param name="key">That of all shards.</param>
    /// <param name="vectors">What it holds.</param>
    /// <param name="run">What computed them.</param>
    internal static void Write(string output, Shard shard, (string Inputs, string Weights) key, VectorFile vectors, LatentRun run)
    {
        var file = new Checkpoint();
        file.Metadata[VersionKey] = Version;
        file.Metadata[ShardKey] = shard.ToString();
        (file.Metadata[InputsKey], file.Metadata[WeightsKey]) = key;
        file.Metadata[LatentKey] = run.Latent.ToString(CultureInfo.InvariantCulture);
        file.Metadata[BadKey] = JsonSerializer.Serialize(run.Bad);
        file.Metadata[ArithmeticKey] = run.Arithmetic;
        byte[] names = Encoding.UTF8.GetBytes(string.Concat(vectors.Names.Select(name => name + "\0")));
        file.Tensors[NamesName] = CheckpointTensor.FromBytes([names.Length], names);
        file.Tensors[VectorsName] = CheckpointTensor.FromFloats([vectors.Names.Count, run.Latent], vectors.Vectors);
        file.Write(PathOf(output, shard));
    }

    /// <summary>Reads one.</summary>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="CheckpointException">It is damaged, or no shard.</exception>
    internal static ShardFile? Read(string output, Shard shard)
    {
        string path = PathOf(output, shard);
        if (!File.Exists(path))
        {
            return null;
        }

        var file = Checkpoint.Read(path);
        var read = new ShardFile(shard, file);
        string[] keys = [InputsKey, WeightsKey, BadKey, ArithmeticKey];
        return file.Metadata.TryGetValue(VersionKey, out string? version) && version == Version
            && file.Metadata.TryGetValue(ShardKey, out string? name) && name == shard.ToString()
            && keys.All(file.Metadata.ContainsKey) && file.Tensors.ContainsKey(NamesName)
            && file.Tensors.TryGetValue(VectorsName, out var vectors)
            && file.Metadata.TryGetValue(LatentKey, out string? length)
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int latent)
            && (long)latent * read.Names.Length == vectors.Count
            ? read
            : throw new CheckpointException($"'{path}' is not shard {shard} as this version writes it; remove it and make it again.");
    }

    /// <summary>Reads all shards of an output.</summary>
    /// <exception cref="DataSetException">There are none, some are missing, or they do not belong together.</exception>
    /// <exception cref="CheckpointException">One is damaged.</exception>
    internal static IEnumerable<ShardFile> ReadAll(string output) => Read(output, ShardPlaces.RequireAll(output, Ending));

    private static IEnumerable<ShardFile> Read(string output, IReadOnlyList<Shard> shards)
    {
        (string, string)? key = null;
        foreach (var shard in shards)
        {
            var file = Read(output, shard) ?? throw new DataSetException($"Shard {shard} of '{output}' is gone; make it again.");
            key ??= file.Key;
            yield return file.Key == key ? file : throw ShardPlaces.Differs(output, shard);
        }
    }
}
