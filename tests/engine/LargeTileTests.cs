using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>
/// Products that take the large, tall and narrow tiles on a GPU, which no row of the table is big enough for; by as few groups as they are
/// taken for.
/// </summary>
public class LargeTileTests
{
    private static readonly OpCase[] s_rows =
    [
        Row("MatMul large", x => x[0].MatMul(x[1]), [1412, 36], [36, 1284]),
        Row("MatMul large odd", x => x[0].MatMul(x[1]), [1411, 35], [35, 1283]),
        Row("MatMul tall", x => x[0].MatMul(x[1]), [1152, 68], [68, 1000]),
        Row("Linear large", x => x[0].Linear(x[1], x[2]), [1412, 52], [1284, 52], [1284]),
        Row("Conv2d large", x => x[0].Conv2d(x[1], x[2], 2, 1), [17, 64, 64, 3], [4, 4, 3, 64], [64]),
        Row("Conv2d tall", x => x[0].Conv2d(x[1], x[2], 2, 1), [12, 32, 32, 32], [4, 4, 32, 192], [192]),
        Row("ConvTranspose2d large", x => x[0].ConvTranspose2d(x[1], x[2], 2, 1), [17, 16, 16, 36], [4, 4, 64, 36], [64]),
        Row("ConvTranspose2d to colours", x => x[0].ConvTranspose2d(x[1], x[2], 2, 1), [5, 32, 32, 64], [4, 4, 3, 64], [3]),
    ];

    [Theory]
    [InlineData(Precision.Tf32)]
    [InlineData(Precision.Fp32)]
    public void A_GPU_equals_Simd(Precision precision)
    {
        using var device = SimtDevice.TryCuda(0, precision);
        Assert.SkipWhen(device is null, "This machine has no cuda device.");
        using var simd = new SimdDevice();
        var failures = new List<string>();
        foreach (var row in s_rows)
        {
            OpRun actual = OpRun.Of(row, device), expected = OpRun.Of(row, simd);
            Compare(row.Name, expected.Output, actual.Output);
            for (int i = 0; i < row.Inputs.Length; i++)
            {
                Compare($"{row.Name}: gradient of input {i}", expected.Gradients[i], actual.Gradients[i]);
            }
        }

        Assert.True(failures.Count == 0, $"On {device.Name} in {precision}:\n{string.Join('\n', failures)}");

        void Compare(string what, float[] expected, float[] actual)
        {
            double apart = Closeness.OfNorm(expected, actual);
            double tolerance = precision == Precision.Tf32 ? Closeness.OfTf32 : Closeness.OfFp32;
            if (!(apart < tolerance))
            {
                failures.Add($"{what}: apart by {apart:E2} of the norm, where {tolerance:E0} is allowed.");
            }
        }
    }

    private static OpCase Row(string name, Func<Tensor[], Tensor> run, params Shape[] inputs) => new(name, run, x => x[0], inputs);
}
