using System.Text;
using ILGpuAutoencoders.Data.Folders;
using ILGpuAutoencoders.Data.Import;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Brings a folder or an archive of pictures in, a folder a person, divided so that no person is in two parts. All names are read
/// and checked before anything is written, and the result appears whole or not at all.
/// </summary>
public static class DatasetImporter
{
    private const int MaxNameBytes = 255;

    private static readonly string[] s_parts = ["train", "val", "test"];

    /// <summary>Imports.</summary>
    /// <param name="options">Source, folder, split and limits.</param>
    /// <param name="progress">Told how many pictures are in place, and of how many.</param>
    /// <param name="cancellation">Stops the work; nothing is left then.</param>
    /// <exception cref="DataSetException">The source cannot be used: it is missing, damaged, has no picture, leads outside the folder,
    /// holds links, or is a bomb.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static ImportResult Import(ImportOptions options, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            var found = Inspect(options, cancellation);
            var (parts, leftOut) = Divide(found, options);
            var targets = parts.SelectMany((part, i) => part.Select(entry => (entry.Path, Target: Target(s_parts[i], entry)))).ToDictionary(StringComparer.Ordinal);
            if (targets.Count == 0)
            {
                throw new DataSetException($"'{options.Source}' holds no picture of the people listed: check the lists.");
            }
            Unpack(options, targets, progress, cancellation);
            int people = parts.SelectMany(part => part).Select(entry => entry.Class).OfType<string>().Distinct(StringComparer.Ordinal).Count();
            return new ImportResult(options.Out, targets.Count, parts[0].Count, parts[1].Count, parts[2].Count, people, leftOut);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new DataSetException($"The archive '{options.Source}' is damaged ({error.Message}): fetch it again.", error);
        }
    }

    private static List<PictureEntry> Inspect(ImportOptions options, CancellationToken cancellation)
    {
        var found = new List<PictureEntry>();
        var targets = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        int entries = 0;
        foreach (var entry in Archive.Read(options))
        {
            cancellation.ThrowIfCancellationRequested();
            if (++entries > options.MaxEntries)
            {
                throw new DataSetException($"The archive '{options.Source}' has more than {options.MaxEntries} entries: it is damaged or a bomb, do not use it.");
            }
            RequireSafe(entry, options);
            if (ImageFolder.IsPicture(entry.Name))
            {
                string[] names = entry.Name.Split('/');
                var picture = new PictureEntry(entry.Name, names.Length > 1 && names[^2] != "." ? names[^2] : null);
                if (!targets.Add(Target("", picture)))
                {
                    throw new DataSetException($"'{options.Source}' holds '{entry.Name}' twice, or two folders of one name with it: remove one.");
                }
                found.Add(picture);
            }
        }
        if (found.Count == 0)
        {
            throw new DataSetException($"'{options.Source}' holds no picture: expected person/picture in it, as in LFW.");
        }
        found.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return found;
    }

    private static void RequireSafe(ArchiveEntry entry, ImportOptions options)
    {
        string? problem = entry switch
        {
            { IsFile: false } => "is a link or a device",
            { Name: "" or ['/', ..] or [_, ':', ..] } => "has an absolute path",
            _ when entry.Name.Any(c => c == '\\' || char.IsControl(c)) => "has a path that is none",
            _ when entry.Name.Split('/').Any(name => Encoding.UTF8.GetByteCount(name) > MaxNameBytes) => $"has a name of more than {MaxNameBytes} bytes",
            _ when entry.Name.Split('/').Contains("..") => "leads out of the folder",
            _ when entry.Length > options.MaxEntryBytes => $"unpacks to more than {options.MaxEntryBytes >> 20} MiB",
            _ => null,
        };
        if (problem is not null)
        {
            string name = entry.Name.Length <= MaxNameBytes ? entry.Name : entry.Name[..MaxNameBytes] + "...";
            throw new DataSetException($"'{name}' in '{options.Source}' {problem}: nothing was unpacked, do not use such an archive.");
        }
    }

    private static (List<PictureEntry>[] Parts, int LeftOut) Divide(List<PictureEntry> found, ImportOptions options)
    {
        if (options.TrainPeople is null || options.TestPeople is null)
        {
            var (train, val, test) = SplitPlan.ThreeWays(found, options.Seed);
            return ([train, val, test], 0);
        }
        HashSet<string> trainPeople = PeopleList.Read(options.TrainPeople), testPeople = PeopleList.Read(options.TestPeople);
        if (trainPeople.Overlaps(testPeople))
        {
            throw new DataSetException($"'{trainPeople.Intersect(testPeople).First()}' is in '{options.TrainPeople}' and in '{options.TestPeople}': a person belongs to one part.");
        }
        var (seen, apart) = SplitPlan.SetApart(found.FindAll(entry => entry.Class is not null && trainPeople.Contains(entry.Class)), options.Seed);
        var unseen = found.FindAll(entry => entry.Class is not null && testPeople.Contains(entry.Class));
        return ([seen, apart, unseen], found.Count - seen.Count - apart.Count - unseen.Count);
    }

    private static void Unpack(ImportOptions options, Dictionary<string, string> targets, Action<int, int>? progress, CancellationToken cancellation)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Out)), partial = folder + ".partial";
        if (Path.Exists(partial))
        {
            throw new DataSetException($"'{partial}' exists, perhaps left by an import that was killed: remove it, or name another folder.");
        }
        try
        {
            int done = 0;
            foreach (var entry in Archive.Read(options))
            {
                cancellation.ThrowIfCancellationRequested();
                if (targets.TryGetValue(entry.Name, out string? target))
                {
                    string path = Path.Combine(partial, target);
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    using var from = new LimitedStream(entry.Open(), options.MaxEntryBytes, () => LimitedStream.TooMuch(entry.Name, options.MaxEntryBytes));
                    using var to = new FileStream(path, FileMode.CreateNew);
                    from.CopyTo(to);
                    progress?.Invoke(++done, targets.Count);
                }
            }
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder);
            }
            Directory.Move(partial, folder);
        }
        catch
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
            throw;
        }
    }

    private static string Target(string part, PictureEntry entry) => Path.Combine(part, entry.Class ?? "", Path.GetFileName(entry.Path));
}
