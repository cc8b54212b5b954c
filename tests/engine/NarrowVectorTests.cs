using System.Runtime.InteropServices;
using ILGpuAutoencoders.Tests.Data.Pixels;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>
/// The Simd question again, and resizing, in processes where .NET pretends that the processor has fewer vector instructions.
/// </summary>
public class NarrowVectorTests
{
    internal const string ExpectedInstructions = "OP_TABLE_INSTRUCTIONS";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "AVX2")]
    [InlineData("DOTNET_EnableAVX2", "128-bit")]
    public void Simd_equals_the_reference_with_narrower_vectors(string switchedOff, string instructions)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The switches are those of x64.");
        Programs.RunTests(typeof(SimdTableTests), (switchedOff, "0"), (ExpectedInstructions, instructions));
    }

    [Fact]
    public void Resized_pixels_are_the_same_with_narrower_vectors()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The switch is that of x64.");
        Programs.RunTests(typeof(PixelResizerTests), ("DOTNET_EnableAVX2", "0"));
    }
}
