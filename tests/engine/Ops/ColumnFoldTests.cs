using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;

namespace ILGpuAutoencoders.Tests.Ops;

/// <summary>Sums over the middle of three axes: every way that Simt takes through them, and Simd.</summary>
public class ColumnFoldTests
{
    /// <summary>
    /// One piece and several, four columns a thread and one, rows joined to be read four floats at a time, columns that fill no group.
    /// </summary>
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 7, 3 }, { 1, 64, 8 }, { 1, 4096, 3 }, { 1, 4096, 4 }, { 1, 4100, 1 }, { 1, 4099, 1 }, { 1, 900, 20 }, { 1, 901, 5 },
        { 2, 260, 12 }, { 3, 100, 1 }, { 3, 37, 5 }, { 5, 1, 4 }, { 1, 12_288, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sums_equal_those_of_double_precision(int outer, int reduced, int inner)
    {
        var x = Operand.Uniform(1, [outer, reduced, inner], 0, 2);
        double[] values = x.Doubles;
        double[] expected =
            [.. Enumerable.Range(0, outer * inner).Select(
                at => 1.5 * Enumerable.Range(0, reduced).Sum(r => values[(((at / inner * reduced) + r) * inner) + (at % inner)]))];
        using var simd = new SimdDevice(2);
        OpCheck.Close(expected, Sum(simd), 2e-6);
        OpCheck.Close(expected, OpCheck.WithSimulator(Sum), 2e-6);

        float[] Sum(ComputeDevice device)
        {
            using var scope = device.OpenScope();
            var y = Tensor.Allocate(device, [outer, 1, inner]);
            device.Run(new AxisSum(Tensor.FromArray(device, x.Shape, x.Values).Storage, y.Storage, outer, reduced, inner, 1.5f));
            return y.ToArray();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Storage_that_begins_anywhere_is_summed_one_by_one(int offset) => OpCheck.WithSimulator(device =>
    {
        using var scope = device.OpenScope();
        var x = device.Allocate(101);
        device.Run(new Fill(x, 2, 101));
        var y = device.Allocate(8);
        device.Run(new Fill(y, 0, 8));
        device.Run(new AxisSum(x.Slice(offset, 100), y.Slice(offset, 4), 1, 25, 4));
        float[] sums = new float[8];
        device.Download<float>(y, sums);
        Assert.Equal([50f, 50, 50, 50], sums.AsSpan(offset, 4));
        Assert.Equal(200, sums.Sum());
        return true;
    });
}
