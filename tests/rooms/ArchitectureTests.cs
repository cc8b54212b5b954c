namespace ILGpuAutoencoders.Tests.Rooms;

/// <summary>The sources keep the rules of docs/architecture.md.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void Rooms_use_what_the_table_allows() => Holds(ArchitectureRules.ForbiddenArrows(SourceTree.Ours, RoomTable.Ours));

    [Fact]
    public void The_table_is_that_of_the_sources() => Holds(ArchitectureRules.StaleRows(SourceTree.Ours, RoomTable.Ours));

    [Fact]
    public void Rooms_use_only_rooms_above_them_in_the_table() => Holds(ArchitectureRules.UpwardArrows(RoomTable.Ours));

    [Fact]
    public void Public_types_stand_at_the_door_and_others_in_their_room() => Holds(ArchitectureRules.StrayNamespaces(SourceTree.Ours));

    [Fact]
    public void No_folder_is_called_as_a_type() => Holds(ArchitectureRules.FoldersNamedAsTypes(SourceTree.Ours));

    [Fact]
    public void Execution_stands_in_devices_lanes_and_halves() => Holds(ArchitectureRules.StrayExecution(SourceTree.Ours));

    [Fact]
    public void Only_devices_know_their_kinds() => Holds(ArchitectureRules.DeviceSwitches(SourceTree.Ours));

    [Fact]
    public void Only_families_know_their_kinds() => Holds(ArchitectureRules.FamilySwitches(SourceTree.Ours));

    [Fact]
    public void What_is_public_can_be_seen() => Holds(ArchitectureRules.HiddenPublicMembers(SourceTree.Ours));

    [Fact]
    public void Lines_and_files_are_short() => Holds(ArchitectureRules.LongTexts(SourceTree.Ours));

    [Fact]
    public void The_sources_were_read()
    {
        Assert.All(
            SourceTree.Storeys, storey => Assert.Contains(SourceTree.Ours.Trees, tree => SourceTree.StoreyOf(tree.FilePath) == storey));
        Assert.Contains(SourceTree.Ours.Arrows, arrow => arrow is { From: "engine/Ops/Convolution/Conv2d.cs", Name: "Record" });
    }

    private static void Holds(IEnumerable<string> breaches)
    {
        string[] all = [.. breaches];
        Assert.True(all.Length == 0, $"{all.Length} breaches:\n{string.Join('\n', all)}");
    }
}
