using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
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
    private const int MostNamed = 10;
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

    /// <summary>The folder of the shards of an output.</summary>
    internal static string FolderOf(string output) => output + ".shards";

    /// <summary>The file of a shard.</summary>
    internal static string PathOf(string output, Shard shard) =>
        Path.Combine(FolderOf(output), string.Create(CultureInfo.InvariantCulture, $"{shard.Number}-of-{shard.Count}{Ending}"));

    /// <summary>A name for a list of inputs.</summary>
    internal static string HashOf(IReadOnlyList<string> inputs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string input in inputs)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(input + "\0"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

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
        file.Metadata[ArithmeticKey] = run.Run.Model.Arena.Device.Arithmetic;
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
    internal static IEnumerable<ShardFile> ReadAll(string output)
    {
        var found = ShardsOf(output);
        int[] counts = [.. found.Select(shard => shard.Count).Distinct()];
        if (counts is not [var count])
        {
            throw new DataSetException(counts.Length == 0
                ? $"There are no shards of '{output}' (looked for in '{FolderOf(output)}'); name the file that embed --shard was given."
                : $"'{FolderOf(output)}' holds shards of {string.Join(" and of ", counts.Order())}; remove those that are not meant.");
        }

        int[] missing = [.. Enumerable.Range(1, count).Except(found.Select(shard => shard.Number))];
        if (missing.Length > 0)
        {
            throw new DataSetException(
                $"Of the {count} shards of '{output}', {string.Join(", ", missing.Take(MostNamed))}"
                + $"{(missing.Length > MostNamed ? $" and {missing.Length - MostNamed} more" : "")} "
                + $"{(missing.Length == 1 ? "is" : "are")} missing; make them with embed --shard {missing[0]}/{count} and so on.");
        }

        (string, string)? key = null;
        foreach (var shard in found.OrderBy(shard => shard.Number))
        {
            var file = Read(output, shard) ?? throw new DataSetException($"Shard {shard} of '{output}' is gone; make it again.");
            key ??= file.Key;
            yield return file.Key == key
                ? file
                : throw new DataSetException(
                    $"Shard {shard} of '{output}' is of other inputs or another model than those before it; remove it and make it again.");
        }
    }

    private static List<Shard> ShardsOf(string output) => !Directory.Exists(FolderOf(output)) ? [] :
    [
        .. Directory.GetFiles(FolderOf(output), "*-of-*" + Ending)
            .Select(file => Path.GetFileNameWithoutExtension(file).Replace("-of-", "/", StringComparison.Ordinal))
            .Where(text => Shard.Values.Problem(text) is null)
            .Select(text => Shard.Values.TryRead(text, out var shard) ? shard : throw new UnreachableException(text)).Distinct(),
    ];
}
