using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>Question 5: where there is a GPU, the table runs on it.</summary>
public class AcceleratorTableTests
{
    /// <summary>GPUs compute e^x and ln x to a few units of the last place more than the host.</summary>
    private const double Slack = 10;

    /// <summary>
    /// A product of few values may be as far off as one multiplication: <see cref="TensorCore.Round"/> is wrong by 0.71 units of 2⁻¹⁰ at
    /// most, for both factors.
    /// </summary>
    private const double OfOneMultiplication = 1.4e-3;

    private const int Few = 16;

    [Theory]
    [InlineData("cuda", Precision.Tf32)]
    [InlineData("cuda", Precision.Fp32)]
    [InlineData("opencl", Precision.Fp32)]
    public void Accelerator_equals_the_reference(string kind, Precision precision)
    {
        using var device = kind == "cuda" ? SimtDevice.TryCuda(0, precision) : SimtDevice.TryOpenCL();
        Assert.SkipWhen(device is null, $"This machine has no {kind} device.");
        Assert.False(device.IsSimulator, $"{kind} opened {device.Name}.");
        using var simd = new SimdDevice();
        var failures = new List<string>();
        foreach (var row in OpCases.All)
        {
            bool isRounded = device.Precision == Precision.Tf32 && row.Op is "MatMul" or "Linear" or "Conv2d" or "ConvTranspose2d";
            try
            {
                OpRun actual = OpRun.Of(row, device), expected = OpRun.Of(row, simd);
                Compare(row.Name, expected.Output, actual.Output, row.Tolerance);
                for (int i = 0; i < row.Inputs.Length; i++)
                {
                    Compare($"{row.Name}: gradient of input {i}", expected.Gradients[i], actual.Gradients[i], row.GradientTolerance);
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failures.Add(e.Message.Split('\n')[0]);
            }

            void Compare(string what, float[] expected, float[] actual, double tolerance)
            {
                if (!isRounded)
                {
                    Closeness.MustBeClose(what, expected, actual, tolerance * Slack);
                    return;
                }

                double apart = Closeness.OfNorm(expected, actual), allowed = expected.Length < Few ? OfOneMultiplication : Closeness.OfTf32;
                Assert.True(apart < allowed, $"{what}: apart by {apart:E2} of the norm, where {allowed:E1} is allowed.");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} rows fail on {device.Name}:\n{string.Join('\n', failures)}");
    }
}
