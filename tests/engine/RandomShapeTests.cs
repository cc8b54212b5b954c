using System.Globalization;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>
/// Questions 1 and 3 at drawn shapes: Simd equals the double reference, gradients equal central differences, and both are the same bits
/// again on other threads. Few shapes an operation here, 200 by tests/long/random-shapes.
/// </summary>
public sealed class RandomShapeTests : IDisposable
{
    internal const string Count = "RANDOM_SHAPES";

    private static readonly int s_count = int.Parse(Environment.GetEnvironmentVariable(Count) ?? "5", CultureInfo.InvariantCulture);

    private readonly SimdDevice _one = new(1), _three = new(3);

    [Theory]
    [MemberData(nameof(OpCases.Ops), MemberType = typeof(OpCases))]
    public void Values_and_gradients_hold_at_drawn_shapes(string op)
    {
        int checkedShapes = 0;
        foreach (var row in OpCases.Random(op, s_count))
        {
            var run = OpRun.Of(row, _one);
            var expected = row.Reference([.. row.MakeInputs().Select((values, i) => DoubleTensor.FromFloats(row.Inputs[i], values))]);
            Assert.Equal(expected.Shape, run.Shape);
            Closeness.MustBeClose(row.Name, expected.Values, run.Output, row.Tolerance, row.LeastScale);
            OpRun.Of(row, _one).MustBeBitEqualTo(run, $"{row.Name} twice");
            OpRun.Of(row, _three).MustBeBitEqualTo(run, $"{row.Name} on three threads");
            CentralDifferences.Check(row, run);
            checkedShapes++;
        }

        Assert.Equal(s_count, checkedShapes);
    }

    public void Dispose()
    {
        _one.Dispose();
        _three.Dispose();
    }
}
