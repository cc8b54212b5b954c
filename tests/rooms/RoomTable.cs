
namespace ILGpuAutoencoders.Tests.Rooms;

/// <summary>
/// The tables below "## Rooms" of docs/architecture.md: for each storey ("### engine") its rooms from the lowest to the highest, and the
/// rooms of the same storey that each may use. What lower storeys show is public, and open to all above them.
/// </summary>
internal sealed class RoomTable
{
    private const string Document = "docs/architecture.md";

    private readonly List<(string Room, IReadOnlySet<string> Uses)> _rows = [];

    private RoomTable(string text)
    {
        string storey = "";
        foreach (string line in Section(text))
        {
            if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                storey = line[4..].Trim();
            }
            else if (line.StartsWith("| `", StringComparison.Ordinal))
            {
                string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
                var uses = cells[3].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(
                    cell => cell != "–");
                _rows.Add((Name(storey, cells[1]), uses.Select(cell => Name(storey, cell)).ToHashSet()));
            }
        }
    }

    internal static RoomTable Ours { get; } = new(Documents.Documents.Read(Document));

    internal IReadOnlyList<(string Room, IReadOnlySet<string> Uses)> Rows => _rows;

    internal static RoomTable Parse(string text) => new(text);

    internal bool Allows(string from, string to) => _rows.Any(row => row.Room == from && row.Uses.Contains(to));

    private static IEnumerable<string> Section(string text) =>
        text.Split('\n').SkipWhile(line => line.TrimEnd() != "## Rooms").Skip(1).TakeWhile(
            line => !line.StartsWith("## ", StringComparison.Ordinal));

    // `Ops/Losses` of engine is engine/Ops/Losses; `.` is what stands in the storey's own folder.
    private static string Name(string storey, string cell) => cell.Trim('`') is "." ? storey : $"{storey}/{cell.Trim('`')}";
}
