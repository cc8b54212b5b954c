using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>Where the shards of an output lie until they are merged: side by side in the folder OUT.shards.</summary>
internal static class ShardPlaces
{
    private const int MostNamed = 10;
    private const string Of = "-of-";

    /// <summary>The folder of the shards of an output.</summary>
    internal static string FolderOf(string output) => output.TrimEnd('/', Path.DirectorySeparatorChar) + ".shards";

    /// <summary>The place of a shard.</summary>
    /// <param name="output">What the shards are of.</param>
    /// <param name="shard">Which.</param>
    /// <param name="ending">Of a file; empty for a folder.</param>
    internal static string PathOf(string output, Shard shard, string ending) => Path.Combine(
        FolderOf(output), string.Create(CultureInfo.InvariantCulture, $"{shard.Number}{Of}{shard.Count}{ending}"));

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

    /// <summary>The shards of an output that are there, in any order.</summary>
    internal static IReadOnlyList<Shard> Found(string output, string ending) => !Directory.Exists(FolderOf(output)) ? [] :
    [
        .. Directory.GetFileSystemEntries(FolderOf(output), $"*{Of}*{ending}")
            .Where(place => ending.Length > 0 || Directory.Exists(place))
            .Select(place => Path.GetFileName(place)[..^ending.Length].Replace(Of, "/", StringComparison.Ordinal))
            .Where(text => Shard.Values.Problem(text) is null)
            .Select(text => Shard.Values.TryRead(text, out var shard) ? shard : throw new UnreachableException(text)).Distinct(),
    ];

    /// <summary>All shards of an output, in order.</summary>
    /// <param name="output">The output.</param>
    /// <param name="ending">Of a file; empty for a folder.</param>
    /// <exception cref="DataSetException">There are none, or some are missing.</exception>
    internal static IReadOnlyList<Shard> RequireAll(string output, string ending)
    {
        var found = Found(output, ending);
        int[] counts = [.. found.Select(shard => shard.Count).Distinct()];
        if (counts is not [var count])
        {
            throw new DataSetException(counts.Length == 0
                ? $"There are no shards of '{output}' (looked for in '{FolderOf(output)}'); name what a command with --shard was given."
                : $"'{FolderOf(output)}' holds shards of {string.Join(" and of ", counts.Order())}; remove those that are not meant.");
        }

        int[] missing = [.. Enumerable.Range(1, count).Except(found.Select(shard => shard.Number))];
        return missing.Length == 0
            ? [.. found.OrderBy(shard => shard.Number)]
            : throw new DataSetException(
                $"Of the {count} shards of '{output}', {string.Join(", ", missing.Take(MostNamed))}"
                + $"{(missing.Length > MostNamed ? $" and {missing.Length - MostNamed} more" : "")} "
                + $"{(missing.Length == 1 ? "is" : "are")} missing; make them with --shard {missing[0]}/{count} and so on.");
    }

    /// <summary>The error about a shard that something else than this call has made.</summary>
    internal static ConfigurationException OfOthers(string path) =>
        new("out", $"'{path}' is a shard of other inputs, other options or another model; remove it, or name another output.");

    /// <summary>Warns where shards were computed by arithmetic of several kinds.</summary>
    internal static void WarnOfArithmetic(IEnumerable<string> arithmetics, ITaskObserver? observer)
    {
        string[] kinds = [.. arithmetics.Distinct().Order(StringComparer.Ordinal)];
        if (kinds.Length > 1)
        {
            observer?.Warned($"The shards were computed on {string.Join(" and on ", kinds)}: last bits differ from those of one process.");
        }
    }

    /// <summary>The error about a shard that does not belong to those before it.</summary>
    internal static DataSetException Differs(string output, Shard shard) => new(
        $"Shard {shard} of '{output}' is of other inputs, other options or another model than those before it; remove it and make it "
        + "again.");
}
