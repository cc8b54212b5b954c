using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>
/// What is asked of a GPU where there is one, asked of a driver that executes PTX on the CPU, which must find nothing; and that it does
/// find what is wrong.
/// </summary>
public sealed class EmulatedCudaTests(EmulatedCuda driver) : IClassFixture<EmulatedCuda>
{
    private const string NoCompiler = "There is no C++ compiler (c++), or this is not Linux.";

    private static readonly string[] s_product = ["benchmark", "matmul", "--size", "60", "--device", "cuda", "--seconds", "0.01"];

    [Fact]
    public void Operations_large_tiles_and_training_steps_run_on_PTX_without_a_finding()
    {
        Assert.SkipUnless(driver.IsThere, NoCompiler);
        Programs.RunTests([typeof(AcceleratorTableTests), typeof(LargeTileTests), typeof(AcceleratorTrainingTests)], driver.Environs());
        Assert.True(driver.Findings.Length == 0, string.Join('\n', driver.Findings));
        foreach (string line in driver.Log)
        {
            TestContext.Current.SendDiagnosticMessage(line);
        }

        Assert.NotEmpty(driver.Log);
    }

    [Fact]
    public void Kernels_with_errors_are_found_out()
    {
        Assert.SkipUnless(driver.IsThere, NoCompiler);
        Programs.RunTests([typeof(SabotagedKernelTests)], driver.Environs());
        Assert.NotEmpty(driver.Findings);
    }

    /// <summary>The product's own kernel, with its PTX spoilt.</summary>
    [Theory]
    [InlineData("bar.sync\t0;", "", "race: shared memory is read")]
    [InlineData("cp.async.wait_group 1;", "", "race: shared memory is read that an asynchronous copy still writes")]
    [InlineData("16, %r", "16, 32; // %r", "bounds: an asynchronous copy reads 32 bytes of 16")]
    [InlineData("setp.lt.s32", "setp.le.s32", "bounds: 4 bytes of global memory outside of every view")]
    public async Task A_spoilt_product_is_found_out(string replace, string with, string finding)
    {
        Assert.SkipUnless(driver.IsThere, NoCompiler);
        await CliRun.OfProcess(s_product, environment: driver.Environs(replace, with));
        Assert.True(
            driver.Findings.Any(text => text.StartsWith(finding, StringComparison.Ordinal)),
            $"It found:\n{string.Join('\n', driver.Findings)}");
    }

    [Fact]
    public async Task What_the_driver_says_about_PTX_reaches_standard_error()
    {
        Assert.SkipUnless(driver.IsThere, NoCompiler);
        var run = await CliRun.OfProcess(s_product, environment: driver.Environs("mma.sync", "mmma.sync"));
        Assert.Equal(5, run.ExitCode);
        Assert.Matches(
            @"^ilgpu-ae: Kernel TileKernel<.*>.Kernel does not compile for cuda \(emulated GPU\): .* "
            + @"\(.*error: instruction 'mmma\.sync[^']*'\)$",
            run.Error.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task Kernels_have_names_of_their_own_in_PTX()
    {
        Assert.SkipUnless(driver.IsThere, NoCompiler);
        await CliRun.OfProcess(s_product, environment: driver.Environs("bar.sync\t0;"));
        const string Name =
            "TileKernel_TensorTile_Warps1x2_AsyncCopy_MatrixOperand_AlongK_Wide_MatrixOperand_AcrossK_Wide_MatrixRows_Identity";
        Assert.Contains(driver.Findings, text => text.Contains($" of Kernel_{Name} with ", StringComparison.Ordinal));
    }
}
