using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>The Simd question again in processes where .NET pretends that the processor has fewer vector instructions.</summary>
public class NarrowVectorTests
{
    internal const string ExpectedInstructions = "OP_TABLE_INSTRUCTIONS";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "AVX2")]
    [InlineData("DOTNET_EnableAVX2", "128-bit")]
    public async Task Simd_equals_the_reference_with_narrower_vectors(string switchedOff, string instructions)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The switches are those of x64.");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        string assembly = typeof(NarrowVectorTests).Assembly.Location;
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(assembly);
        }

        start.ArgumentList.Add("--filter-class");
        start.ArgumentList.Add(typeof(SimdTableTests).FullName!);
        start.Environment[switchedOff] = "0";
        start.Environment[ExpectedInstructions] = instructions;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"With {switchedOff}=0 the table fails:\n{output}\n{await errors}");
    }
}
