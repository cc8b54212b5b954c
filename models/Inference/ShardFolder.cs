using System.Text;
using System.Text.Json;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>
/// The files that a command makes of a shard of its inputs: a folder in OUT.shards, there whole or not at all, with a record of what was
/// made. Without a shard it is the output itself.
/// </summary>
internal sealed class ShardFolder
{
    private const string RecordName = "shard.json", Unfinished = ".tmp";
    private const int Version = 1;

    private readonly string _output;
    private readonly Shard? _shard;
    private readonly ShardKey _key;

    private ShardFolder(string output, Shard? shard, ShardKey key, IReadOnlyList<string> files, int first)
    {
        (_output, _shard, _key, Files, First) = (output, shard, key, files, first);
        Folder = shard is null ? output : Final + Unfinished;
    }

    /// <summary>The inputs of this shard.</summary>
    internal IReadOnlyList<string> Files { get; }

    /// <summary>The place of the first of them among all.</summary>
    internal int First { get; }

    /// <summary>Whether there are others elsewhere.</summary>
    internal bool IsPart => _shard is not null;

    /// <summary>The folder to write to.</summary>
    internal string Folder { get; }

    private string Final => ShardPlaces.PathOf(_output, _shard!, "");

    /// <summary>The part of a command's inputs that is to be worked on.</summary>
    /// <param name="output">The folder that all shards are of.</param>
    /// <param name="shard">Which; null for all.</param>
    /// <param name="files">All inputs.</param>
    /// <param name="command">Its name.</param>
    /// <param name="weights">The fingerprint of the model.</param>
    /// <param name="settings">Options that decide what is made.</param>
    /// <exception cref="ConfigurationException">There are fewer inputs than shards.</exception>
    internal static ShardFolder Of(
        string output, Shard? shard, IReadOnlyList<string> files, string command, string weights, string settings) => new(
        output, shard, new(command, ShardPlaces.HashOf(files), weights, settings), shard?.Of(files) ?? files,
        shard?.StartIn(files.Count) ?? 0);

    /// <summary>Where a file is written that belongs into the output.</summary>
    internal string PathOf(string target) => IsPart ? Path.Combine(Folder, Path.GetFileName(target)) : target;

    /// <summary>What this shard holds, if it was finished before.</summary>
    /// <typeparam name="T">What is recorded of a file.</typeparam>
    /// <exception cref="ConfigurationException">Another call has made it.</exception>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    internal ShardRecord<T>? Done<T>()
    {
        if (!IsPart || !Directory.Exists(Final))
        {
            return null;
        }

        var record = Read<T>(Final);
        return record.Key == _key ? record : throw ShardPlaces.OfOthers(Final);
    }

    /// <summary>Removes what a process left that was ended before it had finished, and makes the folder.</summary>
    internal void Begin(NewFiles written)
    {
        if (IsPart && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        written.MakeFolder(Folder);
    }

    /// <summary>Ends the shard: from now on it is there.</summary>
    /// <typeparam name="T">What is recorded of a file.</typeparam>
    /// <param name="written">The files that were written, which stay.</param>
    /// <param name="items">What was made, by file.</param>
    /// <param name="bad">Inputs that cannot be used, with the reason.</param>
    /// <param name="arithmetic">What decides last bits.</param>
    internal void Finish<T>(NewFiles written, IReadOnlyList<T> items, IReadOnlyList<string> bad, string arithmetic)
    {
        if (IsPart)
        {
            var record = new ShardRecord<T>(Version, _key, arithmetic, items, bad);
            written.Write(Path.Combine(Folder, RecordName), Encoding.UTF8.GetBytes(ResultJson.Write(record) + "\n"));
            Directory.Move(Folder, Final);
        }

        written.Keep();
    }

    /// <summary>The command whose shards an output has; null if there are none.</summary>
    /// <exception cref="CheckpointException">One cannot be read.</exception>
    internal static string? CommandOf(string output) => ShardPlaces.Found(output, "") is [var any, ..]
        ? Read<JsonElement>(ShardPlaces.PathOf(output, any, "")).Key.Command
        : null;

    /// <summary>Puts the files of all shards into their output.</summary>
    /// <typeparam name="T">What is recorded of a file.</typeparam>
    /// <param name="output">The folder that the shards are of.</param>
    /// <param name="written">Receives the files.</param>
    /// <param name="observer">Is told if processors differed; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DataSetException">Shards are missing, do not belong together, or hold nothing.</exception>
    /// <exception cref="CheckpointException">A shard cannot be read.</exception>
    /// <exception cref="ConfigurationException">A file to be written exists.</exception>
    internal static ShardRecord<T> Merge<T>(string output, NewFiles written, ITaskObserver? observer, CancellationToken cancellation)
    {
        var all = ReadAll<T>(output, observer);
        string[] files =
        [
            .. ShardPlaces.RequireAll(output, "")
                .SelectMany(shard => Directory.GetFiles(ShardPlaces.PathOf(output, shard, "")).Order(StringComparer.Ordinal))
                .Where(file => Path.GetFileName(file) != RecordName),
        ];
        string Target(string file) => Path.Combine(output, Path.GetFileName(file));
        if (Array.Find(files, file => Path.Exists(Target(file))) is { } existing)
        {
            throw new ConfigurationException("out", $"'{Target(existing)}' exists; remove it.");
        }

        written.MakeFolder(output);
        foreach (string file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            written.Write(Target(file), File.ReadAllBytes(file));
        }

        return all;
    }

    /// <summary>What all shards of an output hold, as if they were one.</summary>
    /// <typeparam name="T">What is recorded of a file.</typeparam>
    /// <param name="output">What the shards are of.</param>
    /// <param name="observer">Is told if processors differed; null for none.</param>
    /// <exception cref="DataSetException">Shards are missing, do not belong together, or hold nothing.</exception>
    /// <exception cref="CheckpointException">A shard cannot be read.</exception>
    internal static ShardRecord<T> ReadAll<T>(string output, ITaskObserver? observer)
    {
        var shards = ShardPlaces.RequireAll(output, "");
        var records = new List<ShardRecord<T>>();
        foreach (var shard in shards)
        {
            records.Add(Read<T>(ShardPlaces.PathOf(output, shard, "")));
            if (records[^1].Key != records[0].Key)
            {
                throw ShardPlaces.Differs(output, shard);
            }
        }

        string[] bad = [.. records.SelectMany(record => record.Bad)];
        if (records.Sum(record => record.Items.Count) == 0)
        {
            throw new DataSetException($"The shards of '{output}' hold nothing: no picture could be used, the first being {bad[0]}.");
        }

        ShardPlaces.WarnOfArithmetic(records.Select(record => record.Arithmetic), observer);
        return records[0] with { Items = [.. records.SelectMany(record => record.Items)], Bad = bad };
    }

    private static ShardRecord<T> Read<T>(string folder)
    {
        string path = Path.Combine(folder, RecordName);
        try
        {
            if (ResultJson.Read<ShardRecord<T>>(PlainFile.ReadAllText(path)) is
                { Version: Version, Key: not null, Items: not null, Bad: not null } record)
            {
                return record;
            }
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Told below.
        }

        throw new CheckpointException(
            $"'{path}' is not the record of a shard as this version writes it; remove '{folder}' and make it again.");
    }
}

/// <summary>What all shards of one output have in common.</summary>
/// <param name="Command">The command that makes them.</param>
/// <param name="Inputs">A name for the list of all inputs.</param>
/// <param name="Weights">The fingerprint of the model.</param>
/// <param name="Settings">Options that decide what is made.</param>
internal sealed record ShardKey(string Command, string Inputs, string Weights, string Settings);

/// <summary>What a shard holds.</summary>
/// <typeparam name="T">What is recorded of a file.</typeparam>
/// <param name="Version">Of this form.</param>
/// <param name="Key">What all shards have in common.</param>
/// <param name="Arithmetic">What decides last bits.</param>
/// <param name="Items">What was made, in the order of the inputs.</param>
/// <param name="Bad">Inputs that cannot be used, with the reason.</param>
internal sealed record ShardRecord<T>(int Version, ShardKey Key, string Arithmetic, IReadOnlyList<T> Items, IReadOnlyList<string> Bad);
