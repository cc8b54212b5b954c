using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>Question 5: where there is a GPU, the table runs on it.</summary>
public class AcceleratorTableTests
{
    /// <summary>GPUs compute e^x and ln x to a few units of the last place more than the host.</summary>
    private const double Slack = 10;

    [Theory]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void Accelerator_equals_the_reference(string kind)
    {
        using var device = kind == "cuda" ? SimtDevice.TryCuda() : SimtDevice.TryOpenCL();
        Assert.SkipWhen(device is null, $"This machine has no {kind} device.");
        Assert.False(device.IsSimulator, $"{kind} opened {device.Name}.");
        using var simd = new SimdDevice();
        var failures = new List<string>();
        foreach (var row in OpCases.All)
        {
            try
            {
                OpRun actual = OpRun.Of(row, device), expected = OpRun.Of(row, simd);
                Closeness.MustBeClose(row.Name, expected.Output, actual.Output, row.Tolerance * Slack);
                for (int i = 0; i < row.Inputs.Length; i++)
                {
                    Closeness.MustBeClose($"{row.Name}: gradient of input {i}", expected.Gradients[i], actual.Gradients[i], row.GradientTolerance * Slack);
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failures.Add(e.Message.Split('\n')[0]);
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} rows fail on {device.Name}:\n{string.Join('\n', failures)}");
    }
}
