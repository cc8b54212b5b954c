using System.Text;
using ILGpuAutoencoders.Data.Folders;
using ILGpuAutoencoders.Data.Import;
using ILGpuAutoencoders.Data.Pixels;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Imports a folder or an archive of pictures, one folder per person, split so that no person is in two parts; existing parts are kept.
/// All names are read and checked before anything is written, and the result appears completely or not at all.
/// </summary>
public static class DatasetImporter
{
    private const int MaxNameBytes = 255, FewestPeople = 3;

    private static readonly string[] s_parts = ["train", "val", "test"];

    /// <summary>Imports.</summary>
    /// <param name="options">Source, folder, split and limits.</param>
    /// <param name="progress">Called with the number of pictures in place and the total.</param>
    /// <param name="cancellation">Stops the work; nothing is left behind.</param>
    /// <exception cref="DataSetException">
    /// The source cannot be used: it is missing, damaged, encrypted, without pictures, leads outside the folder, holds links, or is a
    /// bomb.
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static ImportResult Import(ImportOptions options, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            var skipped = new LeftOut();
            var found = Inspect(options, skipped, cancellation);
            var (parts, unlisted) = Divide(found, options, skipped);
            var targets = Targets(options, parts);
            Unpack(options, targets, progress, cancellation);
            var classes = parts.SelectMany(part => part.Select(entry => entry.Class));
            int people = classes.OfType<string>().Distinct(StringComparer.Ordinal).Count();
            int leftOut = unlisted + skipped.Pictures + skipped.Hidden + skipped.Links;
            return new ImportResult(options.Out, targets.Count, parts[0].Count, parts[1].Count, parts[2].Count, people, leftOut)
            {
                Skipped = skipped,
            };
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new DataSetException($"The archive '{options.Source}' is damaged ({error.Message}): download it again.", error);
        }
    }

    private static List<string> Inspect(ImportOptions options, LeftOut skipped, CancellationToken cancellation)
    {
        var found = new List<string>();
        int entries = 0;
        foreach (var entry in Archive.Read(options, skipped))
        {
            cancellation.ThrowIfCancellationRequested();
            if (++entries > options.MaxEntries)
            {
                throw new DataSetException(
                    $"The archive '{options.Source}' has more than {options.MaxEntries} entries: it is damaged or a bomb, do not use it.");
            }
            RequireSafe(entry, options);
            string[] names = entry.Path.Split('/');
            if (names.Any(PartNames.IsJunk))
            {
                continue;
            }
            if (names.Any(name => name.StartsWith('.')))
            {
                skipped.Hidden++;
            }
            else if (IsPicture(entry))
            {
                found.Add(entry.Path);
            }
            else
            {
                skipped.AddEnding(entry.Path);
            }
        }
        if (found.Count == 0)
        {
            throw new DataSetException(ImageFolder.NoPicture($"'{options.Source}'", skipped));
        }
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static bool IsPicture(ArchiveEntry entry)
    {
        if (Path.HasExtension(entry.Path) || entry.Length == 0)
        {
            return FolderWalk.HasPictureEnding(entry.Path);
        }
        using var stream = entry.Open();
        Span<byte> start = stackalloc byte[PictureFormat.DetectedBytes];
        return PictureFormat.Detect(start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]) is not null;
    }

    private static void RequireSafe(ArchiveEntry entry, ImportOptions options)
    {
        string slashed = entry.Slashed;
        string[] names = slashed.Split('/');
        string? problem = entry switch
        {
            { IsFile: false } => "is a link or a device",
            _ when slashed is "" or ['/', ..] or [_, ':', ..] => "has an absolute path",
            _ when slashed.Any(c => c == '\\' || char.IsControl(c)) => "has a character that no path should have",
            _ when names.Any(name => Encoding.UTF8.GetByteCount(name) > MaxNameBytes) => $"has a name of more than {MaxNameBytes} bytes",
            _ when names.Contains("..") => "leads outside the folder",
            _ when entry.Length > options.MaxEntryBytes => $"unpacks to more than {options.MaxEntryBytes >> 20} MiB",
            _ => null,
        };
        if (problem is not null)
        {
            string name = entry.Name.Length <= MaxNameBytes ? entry.Name : entry.Name[..MaxNameBytes] + "...";
            throw new DataSetException($"'{name}' in '{options.Source}' {problem}: nothing was unpacked, do not use such an archive.");
        }
    }

    private static (List<PictureEntry>[] Parts, int Unlisted) Divide(List<string> found, ImportOptions options, LeftOut skipped)
    {
        if (options.TrainPeople is not null && options.TestPeople is not null)
        {
            var all = found.Select(path => WithPerson(new PictureEntry(path, ""))).ToList();
            return DivideByLists(all, options.TrainPeople, options.TestPeople, options.Seed);
        }
        var (named, whole) = FolderLayout.Of(found, skipped);
        if (named is not null)
        {
            var (train, val) = (ByPerson(named[0]), ByPerson(named[1]));
            if (named[1] is null)
            {
                (train, val) = SplitPlan.SetApart(train, options.Seed, classes: 2);
            }
            return ([train, val, ByPerson(named[2])], 0);
        }
        var people = ByPerson(whole);
        if (people.Select(entry => entry.Class).Distinct().Count() < FewestPeople)
        {
            skipped.AddNote($"with fewer than {FewestPeople} folders of people, pictures of one person may be in two parts");
        }
        var parts = SplitPlan.ThreeWays(people, options.Seed, FewestPeople);
        return ([parts.Train, parts.Val, parts.Test], 0);
    }

    private static (List<PictureEntry>[] Parts, int Unlisted) DivideByLists(
        List<PictureEntry> found, string train, string test, ulong seed)
    {
        HashSet<string> trainPeople = PeopleList.Read(train), testPeople = PeopleList.Read(test);
        if (trainPeople.Overlaps(testPeople))
        {
            throw new DataSetException(
                $"'{trainPeople.Intersect(testPeople).First()}' is in '{train}' and in '{test}': a person belongs to one part.");
        }
        List<PictureEntry> Of(HashSet<string> people) => found.FindAll(entry => entry.Class is not null && people.Contains(entry.Class));
        var (seen, apart) = SplitPlan.SetApart(Of(trainPeople), seed, classes: 2);
        var unseen = Of(testPeople);
        return ([seen, apart, unseen], found.Count - seen.Count - apart.Count - unseen.Count);
    }

    private static List<PictureEntry> ByPerson(List<PictureEntry>? entries) => [.. (entries ?? []).Select(WithPerson)];

    /// <summary>A person is the folder that holds the picture, at whatever depth, unless that folder is a part.</summary>
    private static PictureEntry WithPerson(PictureEntry entry) =>
        entry.Class is not null && entry.Path.Split('/') is [.., var person, _] && PartNames.PartOf(person) is null
            ? entry with { Class = person }
            : entry;

    /// <summary>Where each entry is written, relative to the new folder.</summary>
    private static Dictionary<string, string> Targets(ImportOptions options, List<PictureEntry>[] parts)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int part = 0; part < parts.Length; part++)
        {
            foreach (var entry in parts[part])
            {
                string target = Path.Combine(s_parts[part], entry.Class ?? "", Path.GetFileName(entry.Path));
                if (!taken.Add(target) || !targets.TryAdd(entry.Path, target))
                {
                    throw new DataSetException(
                        $"'{options.Source}' holds '{entry.Path}' twice, or in two folders of the same name: remove one.");
                }
            }
        }
        return targets.Count > 0
            ? targets
            : throw new DataSetException($"'{options.Source}' holds no pictures of the people listed: check the lists.");
    }

    private static void Unpack(
        ImportOptions options, Dictionary<string, string> targets, Action<int, int>? progress, CancellationToken cancellation)
    {
        using var folder = new NewFolder(options.Out);
        int done = 0;
        foreach (var entry in Archive.Read(options, new LeftOut()))
        {
            cancellation.ThrowIfCancellationRequested();
            if (targets.TryGetValue(entry.Path, out string? target))
            {
                var (name, most) = (entry.Name, options.MaxEntryBytes);
                using var from = new LimitedStream(entry.Open(), most, () => LimitedStream.TooMuch(name, most));
                folder.Write(target, from, cancellation);
                progress?.Invoke(++done, targets.Count);
            }
        }
        folder.Complete();
    }
}
