using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.Cli.Serving;
using ILGpuAutoencoders.Tests.Data.Batches;
using ILGpuAutoencoders.Tests.Data.Folders;
using ILGpuAutoencoders.Tests.Data.Hostile;
using ILGpuAutoencoders.Tests.Data.Import;
using ILGpuAutoencoders.Tests.Data.Pixels;
using ILGpuAutoencoders.Tests.Data.Sets;
using ILGpuAutoencoders.Tests.Engine.Checkpoints;
using ILGpuAutoencoders.Tests.Models;
using ILGpuAutoencoders.Tests.Models.Runs;
using ILGpuAutoencoders.Tests.Models.Training;
using ILGpuAutoencoders.Tests.Models.Uses;

namespace ILGpuAutoencoders.Tests.Documents;

/// <summary>The table of docs/reliability.md: whole, with commands that exist, and with the numbers of cases that the tests have.</summary>
public sealed partial class ReliabilityTests
{
    private static readonly string[] s_ids =
    [
        .. Ids("CK", 11), .. Ids("PY", 1), .. Ids("IMG", 6), .. Ids("FS", 5), .. Ids("FILE", 1), .. Ids("DATA", 4), .. Ids("SIG", 4),
        .. Ids("NUM", 4),
        .. Ids("DET", 1), .. Ids("MEM", 3), .. Ids("DL", 2), .. Ids("CFG", 2), .. Ids("LOG", 1),
        .. Ids("PKG", 1), .. Ids("SRV", 2),
    ];

    private static readonly string[][] s_rows =
        [.. Documents.Read("docs/reliability.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(
            line => line.Trim('|', ' ').Split(" | "))];

    /// <summary>The number of cases by id, as the tests have it.</summary>
    public static TheoryData<string, int> Counts => new()
    {
        { "CK-2", SafetensorsTests.EvilHeaders.Count },
        { "CK-3", SafetensorsTests.Flips },
        { "CK-4", SafetensorsTests.RoundTrips },
        { "CK-9", RetentionTests.Deaths },
        { "CK-10", CasesOf<FormatVersionTests>() },
        { "CK-11", CasesOf<ChangedSettingsTests>() },
        { "PY-1", CasesOf<PythonReaderTests>() },
        { "IMG-2", Bombs.All.Count() },
        { "IMG-4", CasesOf<FormatMatrixTests>() + CasesOf<PixelCodecTests>(nameof(PixelCodecTests.Exif_orientation_is_applied)) },
        { "IMG-5", DecodeFidelityTests.Jpegs },
        { "IMG-6", DecodeFidelityTests.Resizes },
        { "FS-1", CasesOf<HostileFolderTests>() },
        { "FS-4", CasesOf<StrangersRunTests>() },
        { "FS-5", CasesOf<PlainFileTests>() },
        { "FILE-1", HostileFileTests.ManyMutations },
        { "DATA-1", CasesOf<FolderLayoutTests>() },
        { "DATA-2", CasesOf<DatasetImporterTests>() + CasesOf<HostileArchiveTests>() },
        { "DATA-3", CasesOf<PixelCacheFolderTests>() + CasesOf<LargePartTests>() },
        { "DATA-4", CasesOf<AnomalyLabelsTests>() },
        { "NUM-1", CasesOf<BadNumbersTests>() },
        { "NUM-2", OpCases.Ops.Count * RandomShapes },
        { "NUM-3", OpCases.Ops.Count * RandomShapes },
        { "NUM-4", CasesOf<LossCurveTests>() },
        { "DL-1", CasesOf<PixelLoaderTests>() + CasesOf<BadPicturesTests>() },
        { "DL-2", CancellationTests.Ways },
        { "CFG-1", ConfigFileTests.Damages },
        { "CFG-1", CasesOf<ConfigFileTests>() - 1 },
        { "CFG-2", CasesOf<TrainerTests>(nameof(TrainerTests.Equal_options_give_equal_bytes_whatever_the_threads)) },
        { "LOG-1", TornLogTests.Cuts },
        { "SRV-1", ServeLoadTests.Requests },
        { "SRV-2", CasesOf<ServeLimitsTests>() },
    };

    /// <summary>What tests/long/random-shapes draws for each operation.</summary>
    private static int RandomShapes => int.Parse(
        Regex.Match(File.ReadAllText(Path.Combine(Documents.Root, "tests/long/random-shapes")), @"RANDOM_SHAPES=\$\{1:-(\d+)\}")
            .Groups[1].Value, CultureInfo.InvariantCulture);

    [Fact]
    public void Every_id_has_a_row()
    {
        Assert.Empty(s_ids.Except(s_rows.Select(row => row[0])));
        Assert.All(s_rows.Where(row => s_ids.Contains(row[0])), row => Assert.Equal(5, row.Length));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void The_cases_are_those_of_the_tests(string id, int count) =>
        Assert.Matches(
            $@"(^|[^\d,]){count.ToString("N0", CultureInfo.InvariantCulture)}([^\d,]|,?$|, )", s_rows.First(row => row[0] == id)[2]);

    [Fact]
    public void Every_command_names_a_script_and_classes_that_exist()
    {
        string[] classes = [.. typeof(ReliabilityTests).Assembly.GetTypes().Select(type => type.FullName!)];
        int commands = 0;
        foreach (string[] row in s_rows.Where(row => s_ids.Contains(row[0])))
        {
            foreach (Match command in Command().Matches(row[^1]))
            {
                commands++;
                string[] words = command.Groups[1].Value.Split(' ');
                string[] named = words[0] == "tests/long/run" ? [.. words[1..].Select(name => $"*.{name}Tests")]
                    : [.. Filter().Matches(row[^1]).Select(match => match.Groups[1].Value)];
                Assert.True(words[0] == "dotnet" ? named.Length > 0 : File.Exists(Path.Combine(Documents.Root, words[0])),
                    $"{row[0]}: {command.Value}");
                Assert.All(named, name => Assert.Contains(classes, type => type.EndsWith(name.TrimStart('*'), StringComparison.Ordinal)));
            }
        }

        Assert.InRange(commands, s_ids.Length - 1, 100);
    }

    private static IEnumerable<string> Ids(string kind, int count) => Enumerable.Range(1, count).Select(i => $"{kind}-{i}");

    /// <summary>The tests of a class, each row of a theory for itself.</summary>
    private static int CasesOf<T>(string? method = null) =>
        typeof(T).GetMethods().Where(test => method is null || test.Name == method).Sum(test =>
        test.GetCustomAttribute<FactAttribute>() is not { Explicit: false } fact ? 0
        : fact is not TheoryAttribute ? 1
        : test.GetCustomAttributes<InlineDataAttribute>().Count()
            + test.GetCustomAttributes<MemberDataAttribute>().Sum(data => CountOf(typeof(T), data.MemberName)));

    private static int CountOf(Type type, string property) =>
        ((IEnumerable)type.GetProperty(property)!.GetValue(null)!).Cast<object>().Count();

    [GeneratedRegex("`((?:tests/long/|dotnet run --project tests)[^`]*)`")]
    private static partial Regex Command();

    [GeneratedRegex("--filter-class \"([^\"]*)\"")]
    private static partial Regex Filter();
}
