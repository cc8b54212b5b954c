using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Documents;

/// <summary>
/// The convolution that docs/architecture.md follows from a model's call to PTX: what it shows is what is launched and compiled.
/// </summary>
public sealed partial class TracedConvolutionTests
{
    private const string Kernel =
        "TileKernel<TensorTile<Warps1x2>, AsyncCopy, PatchRows<Wide>, MatrixOperand<AcrossK, Wide>, MatrixRows, Relu>";

    private readonly string _text = Documents.Read("docs/architecture.md");

    [Fact]
    public void The_launch_is_the_second_of_the_step()
    {
        var launch = Traced();
        Assert.Contains(Kernel, _text, StringComparison.Ordinal);
        Assert.Contains(
            $"{launch.Groups} groups of {launch.GroupSize} threads", WhiteSpace().Replace(_text, " "), StringComparison.Ordinal);
    }

    [Fact]
    public void Ptx_that_is_shown_is_what_the_compiler_writes()
    {
        using var compiler = new PtxCompiler(CudaArchitecture.SM_80);
        string ptx = compiler.Compile(Traced());
        var compiled = ptx.Split('\n').Select(line => line.Trim()).ToHashSet();
        var shown =
            PtxBlock().Matches(_text).SelectMany(match => match.Groups[1].Value.Split('\n')).Select(line => line.Trim()).Where(
                line => line.Length > 0).ToList();

        Assert.True(shown.Count >= 10);
        Assert.Subset(compiled, shown.ToHashSet());
        Assert.Contains($"and {Regex.Count(ptx, "mma.sync")} of", _text, StringComparison.Ordinal);
    }

    /// <summary>Each line beside the PTX stands in the sources of the kernel.</summary>
    [Fact]
    public void The_csharp_that_is_shown_is_that_of_the_kernel()
    {
        string[] sources = ["Products/Simt/TileKernel", "Products/Simt/TensorTile", "Products/Simt/Epilogue", "Devices/Simt/AsyncCopy"];
        var lines = sources.SelectMany(source => Documents.Read($"engine/{source}.cs").Split('\n')).Select(line => line.Trim()).ToHashSet();
        var shown = CSharpBlock().Matches(_text[_text.IndexOf("### On a GPU", StringComparison.Ordinal)..])
            .SelectMany(match => match.Groups[1].Value.Split('\n')).Select(line => line.Trim()).Where(line => line.Length > 0).ToList();

        Assert.Equal(8, shown.Count);
        Assert.Subset(lines, shown.ToHashSet());
    }

    private static KernelLaunch Traced()
    {
        var launch = Rehearsal.Step("conv", SimtTarget.AmpereTensor)[1];
        Assert.Equal($"{Kernel}.Kernel", KernelName.Of(launch.Kernel.Method));
        return launch;
    }

    [GeneratedRegex(@"```ptx\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PtxBlock();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
