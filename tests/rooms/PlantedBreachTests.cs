namespace ILGpuAutoencoders.Tests.Rooms;

/// <summary>Each rule finds the breach that is planted for it, and nothing where there is none.</summary>
public sealed class PlantedBreachTests
{
    private static readonly RoomTable s_table = RoomTable.Parse("""
        ## Rooms
        ### engine
        | room | holds | uses |
        |---|---|---|
        | `Devices` | devices | – |
        | `Tensors` | tensors | `Devices` |
        ### models
        | `Families` | what a family is | – |
        | `Families/Vae` | one family | `Families` |
        ## Next
        """);

    private static readonly (string, string)[] s_sound =
    [
        ("engine/Devices/Pool.cs", "namespace ILGpuAutoencoders.Engine.Devices; internal sealed class Pool { internal int Size; }"),
        ("engine/Devices/SimdDevice.cs", "namespace ILGpuAutoencoders.Engine; public class SimdDevice { }"),
        ("engine/Tensors/Tensor.cs",
            "using ILGpuAutoencoders.Engine.Devices; namespace ILGpuAutoencoders.Engine; "
            + "public class Tensor { private Pool _pool = new(); }"),
        ("models/Families/Family.cs", "namespace ILGpuAutoencoders.Models; public abstract class Family { }"),
        ("models/Families/Vae/VaeFamily.cs",
            "namespace ILGpuAutoencoders.Models.Families.Vae; internal sealed class VaeFamily : Family { }"),
    ];

    [Fact]
    public void Sound_sources_break_no_rule()
    {
        var sources = SourceTree.Of(s_sound);
        Assert.Empty(ArchitectureRules.ForbiddenArrows(sources, s_table));
        Assert.Empty(ArchitectureRules.UpwardArrows(s_table));
        Assert.Empty(ArchitectureRules.StrayNamespaces(sources));
        Assert.Empty(ArchitectureRules.FoldersNamedAsTypes(sources));
        Assert.Empty(ArchitectureRules.StrayExecution(sources));
        Assert.Empty(ArchitectureRules.DeviceSwitches(sources));
        Assert.Empty(ArchitectureRules.FamilySwitches(sources));
        Assert.Empty(ArchitectureRules.LongTexts(sources));
    }

    [Fact]
    public void A_planted_arrow_is_found()
    {
        var sources = With(
            "engine/Devices/Upward.cs",
            "namespace ILGpuAutoencoders.Engine.Devices; internal sealed class Upward { private Tensor? _tensor; }");
        string breach = Assert.Single(ArchitectureRules.ForbiddenArrows(sources, s_table));
        Assert.Equal(
            "engine/Devices/Upward.cs uses Tensor of engine/Tensors/Tensor.cs: the table of rooms does not let engine/Devices use "
            + "engine/Tensors.", breach);
    }

    [Fact]
    public void An_arrow_by_a_member_alone_is_found()
    {
        var sources = With(
            ("engine/Tensors/Size.cs",
                "namespace ILGpuAutoencoders.Engine.Tensors; internal static class Size { extension(int size) { internal int Twice() => 2 "
                + "* size; } }"),
            ("engine/Devices/Upward.cs",
                "using ILGpuAutoencoders.Engine.Tensors; namespace ILGpuAutoencoders.Engine.Devices; internal sealed class Upward { "
                + "private int _size = 3.Twice(); }"));
        Assert.Contains(
            "uses Twice of engine/Tensors/Size.cs", ArchitectureRules.ForbiddenArrows(sources, s_table).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_planted_row_and_a_planted_use_are_found()
    {
        var table = RoomTable.Parse("""
            ## Rooms
            ### engine
            | `Devices` | devices | – |
            | `Shapes` | nothing any more | – |
            | `Tensors` | tensors | `Devices`, `Shapes` |
            ### models
            | `Families` | families | – |
            """);
        string[] breaches = [.. ArchitectureRules.StaleRows(SourceTree.Of(s_sound), table)];
        Assert.Equal(
            [
                "models/Families/Vae has no row in the table of rooms.",
                "The table of rooms has a row for engine/Shapes, where no source stands.",
                "The table of rooms lets engine/Tensors use engine/Shapes, which it does not.",
            ],
            breaches);
    }

    [Fact]
    public void A_planted_cycle_is_found()
    {
        var table = RoomTable.Parse("## Rooms\n### engine\n| `Devices` | devices | `Tensors` |\n| `Tensors` | tensors | `Devices` |");
        Assert.Equal(["engine/Devices uses engine/Tensors, which does not stand above it in the table of rooms."],
            ArchitectureRules.UpwardArrows(table));
    }

    [Theory]
    [InlineData("namespace ILGpuAutoencoders.Engine; internal class Lost { }", "ILGpuAutoencoders.Engine.Devices")]
    [InlineData("namespace ILGpuAutoencoders.Engine.Devices; public class Lost { }", "ILGpuAutoencoders.Engine,")]
    public void A_planted_namespace_is_found(string text, string wanted) =>
        Assert.Contains($"belongs to {wanted}", Assert.Single(ArchitectureRules.StrayNamespaces(With("engine/Devices/Lost.cs", text))),
            StringComparison.Ordinal);

    [Fact]
    public void A_folder_called_as_a_type_is_found() =>
        Assert.Single(
            ArchitectureRules.FoldersNamedAsTypes(
                With("engine/Pool/Other.cs", "namespace ILGpuAutoencoders.Engine.Pool; internal class Other { }")));

    [Theory]
    [InlineData("engine/Tensors/Fast.cs", "using System.Runtime.Intrinsics; class Fast { }")]
    [InlineData("engine/Tensors/Fast.Simd.cs", "using ILGPU.Runtime; class Fast { }")]
    [InlineData("models/Families/Fast.cs", "using ILGPU; class Fast { }")]
    public void Planted_execution_is_found(string path, string text) => Assert.Single(ArchitectureRules.StrayExecution(With(path, text)));

    [Theory]
    [InlineData("x is SimdDevice")]
    [InlineData("x as SimdDevice != null")]
    [InlineData("x is SimdDevice { } d")]
    [InlineData("x switch { SimdDevice => true, _ => false }")]
    public void A_planted_device_switch_is_found(string question) =>
        Assert.Single(
            ArchitectureRules.DeviceSwitches(
                With("engine/Tensors/Curious.cs",
                    $"namespace ILGpuAutoencoders.Engine.Tensors; class Curious {{ bool Ask(object x) => {question}; }}")));

    [Fact]
    public void A_planted_family_switch_is_found() => Assert.Single(ArchitectureRules.FamilySwitches(With(
        "models/Training/Curious.cs",
        "using ILGpuAutoencoders.Models.Families.Vae; namespace ILGpuAutoencoders.Models.Training; class Curious { bool Ask(Family x) => x "
        + "is VaeFamily; }")));

    [Fact]
    public void A_planted_public_member_of_an_internal_type_is_found()
    {
        string breach = Assert.Single(ArchitectureRules.HiddenPublicMembers(With(
            "engine/Devices/Open.cs",
            "namespace ILGpuAutoencoders.Engine.Devices; internal sealed record Open(int Size) : System.IDisposable "
            + "{ public void Dispose() { } public override int GetHashCode() => 1; public int Twice() => 2 * Size; }")));
        Assert.StartsWith("engine/Devices/Open.cs: Open.Twice is public", breach, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_line_and_a_long_file_are_found()
    {
        Assert.Equal(["a.cs:2 has 141 columns, more than 140."],
            ArchitectureRules.LongTexts("a.cs", $"//\n{new string('/', 141)}\n{new string('/', 140)}\n"));
        Assert.Equal(
            ["a.cs has 351 lines, more than 350."], ArchitectureRules.LongTexts("a.cs", string.Concat(Enumerable.Repeat("//\n", 351))));
        Assert.Empty(ArchitectureRules.LongTexts("a.cs", string.Concat(Enumerable.Repeat("//\n", 350))));
    }

    private static SourceTree With(string path, string text) => With((path, text));

    private static SourceTree With(params (string, string)[] files) => SourceTree.Of(s_sound.Concat(files));
}
