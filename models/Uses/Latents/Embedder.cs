using System.Buffers.Binary;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Latents;

namespace ILGpuAutoencoders.Models;

/// <summary>Pictures to latent vectors in a file, for other programs.</summary>
public static class Embedder
{
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
    /// <exception cref="ConfigurationException">The file's ending is not a known format, the shard is of other inputs, or the run has no
    /// such space.</exception>
    public static EmbedResult Run(EmbedOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequireFormat(options.Out);
        using var run = LatentRun.Open(options.Run, options, observer);
        var space = WhiteningFile.Open(run, options.Space, observer, cancellation);
        var files = InputPictures.Expand(options.Inputs, options.FollowLinks, observer, cancellation);
        if (options.Shard is not { } shard)
        {
            using var all = new VectorFile(options.Out);
            Encode(run, space, files, isPart: false, all, observer, cancellation);
            return Write(options.Out, all, run.Latent, run.Bad);
        }

        string weights = run.Run.Fingerprint + (space is null ? "" : $" {LatentSpaces.All.Format(space.Space)}");
        var key = (ShardPlaces.HashOf(files), weights);
        if (ShardFile.Read(options.Out, shard) is { } done)
        {
            return done.Key == key
                ? new EmbedResult(ShardFile.PathOf(options.Out, shard), null, done.Names.Length, run.Latent, done.Bad)
                {
                    Shard = shard.ToString(),
                    WasDone = true,
                }
                : throw ShardPlaces.OfOthers(ShardFile.PathOf(options.Out, shard));
        }

        var own = shard.Of(files);
        Directory.CreateDirectory(ShardPlaces.FolderOf(options.Out));
        using var vectors = new VectorFile(ShardFile.PathOf(options.Out, shard));
        Encode(run, space, own, isPart: true, vectors, observer, cancellation);
        ShardFile.Write(options.Out, shard, key, vectors, run);
        return new EmbedResult(ShardFile.PathOf(options.Out, shard), null, vectors.Names.Count, run.Latent, run.Bad)
        {
            Shard = shard.ToString(),
        };
    }

    /// <summary>Puts the vectors of all shards into the file that they are of, in the order of the inputs.</summary>
    /// <param name="path">The file that embed was given.</param>
    /// <param name="observer">Is told if processors differed; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ConfigurationException">The file's ending is not a known format.</exception>
    /// <exception cref="DataSetException">Shards are missing, do not belong together, or hold no vector.</exception>
    /// <exception cref="CheckpointException">A shard is damaged.</exception>
    public static EmbedResult Merge(string path, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        var shards = ShardFile.ReadAll(path);
        RequireFormat(path);
        VectorFile? all = null;
        try
        {
            var bad = new List<string>();
            var arithmetics = new List<string>();
            int latent = 0;
            foreach (var shard in shards)
            {
                cancellation.ThrowIfCancellationRequested();
                all ??= new VectorFile(path);
                latent = shard.Latent;
                all.Add(shard.Names, shard.Vectors, latent);
                bad.AddRange(shard.Bad);
                arithmetics.Add(shard.Arithmetic);
            }

            ShardPlaces.WarnOfArithmetic(arithmetics, observer);
            return all!.Names.Count > 0
                ? Write(path, all, latent, bad)
                : throw new DataSetException($"The shards of '{path}' hold no vector: no picture could be used, the first being {bad[0]}.");
        }
        finally
        {
            all?.Dispose();
        }
    }

    private static void RequireFormat(string path)
    {
        if (!Formats.Contains(Path.GetExtension(path)))
        {
            throw new ConfigurationException(
                "out", $"'{path}' does not end in one of {string.Join(", ", Formats)}; name such a file.");
        }
    }

    private static void Encode(
        LatentRun run, Whitening? space, IReadOnlyList<string> files, bool isPart, VectorFile vectors, ITaskObserver? observer,
        CancellationToken cancellation)
    {
        foreach (var group in run.Read(files, isPart, observer, cancellation).Chunk(run.BatchSize))
        {
            float[] latents = [.. run.Encode([.. group.Select(read => read.Picture)]).SelectMany(latent => Whitening.Apply(space, latent))];
            byte[] bytes = new byte[latents.Length * sizeof(float)];
            for (int i = 0; i < latents.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), latents[i]);
            }

            vectors.Add(group.Select(read => read.File), bytes, run.Latent);
        }
    }

    private static EmbedResult Write(string path, VectorFile vectors, int latent, IReadOnlyList<string> bad)
    {
        using var written = new NewFiles();
        string? names = vectors.Write(written);
        written.Keep();
        return new EmbedResult(path, names, vectors.Names.Count, latent, bad);
    }
}
