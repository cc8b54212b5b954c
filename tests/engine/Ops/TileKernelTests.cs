using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Products.Simt;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>
/// The tile kernels beyond what the simulator chooses by itself: emulated tensor cores, the largest tiles, sums split over groups.
/// </summary>
[Collection(SimulatorTests.Name)]
public sealed class TileKernelTests(TileKernelTests.TensorSimulator tensors) : IClassFixture<TileKernelTests.TensorSimulator>, IDisposable
{
    private const double Tf32Tolerance = 2e-3;

    private readonly SimdDevice _simd = new(1);

    [Theory]
    [InlineData("MatMul [7, 5] x [5, 13]")]
    [InlineData("Linear fused LeakyRelu")]
    [InlineData("Conv2d [2, 2, 2, 7] to 3, kernel 4, stride 2, padding 1")]
    [InlineData("ConvTranspose2d [1, 4, 3, 3] to 4, kernel 4, stride 3, padding 1")]
    public void Tensor_cores_agree_with_Simd_but_for_ten_bit_mantissas(string name)
    {
        var simulator = tensors.Device;
        Assert.Equal(Precision.Tf32, simulator.Precision);
        var row = OpCases.Get(name);
        OpRun tensor = OpRun.Of(row, simulator), expected = OpRun.Of(row, _simd);
        Closeness.MustBeClose(name, expected.Output, tensor.Output, Tf32Tolerance);
        for (int i = 0; i < row.Inputs.Length; i++)
        {
            Closeness.MustBeClose($"{name}: gradient of input {i}", expected.Gradients[i], tensor.Gradients[i], Tf32Tolerance);
        }

        Assert.False(expected.Output.AsSpan().SequenceEqual(tensor.Output), "The emulation keeps more bits than tensor cores do.");
    }

    [Fact]
    public void Tensor_cores_keep_what_fits_ten_bits_and_what_is_no_number()
    {
        var simulator = tensors.Device;
        float[] whole = [.. Enumerable.Range(0, 64).Select(i => (float)((i * 37 % 2047) - 1023))];
        float[] unit = [.. Enumerable.Range(0, 64).Select(i => i % 9 == 0 ? 1f : 0f)];
        Assert.Equal(whole, Tensor.FromArray(simulator, [8, 8], whole).MatMul(Tensor.FromArray(simulator, [8, 8], unit)).ToArray());
        float allBits = BitConverter.Int32BitsToSingle(0x7FFF_FFFF);
        float[] special = [allBits, -allBits, float.NaN, float.PositiveInfinity];
        Assert.Equal(special, Tensor.FromArray(simulator, [4, 1], special).MatMul(Tensor.FromArray(simulator, [1, 1], [1f])).ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_largest_tile_computes_every_element_once(bool tensor)
    {
        var target =
            (tensor ? SimtTarget.AmpereTensor : SimtTarget.AmpereFloat) with { EnoughGroups = 1, ElementThreads = 4, ElementGroups = 1 };
        using var simulator = SimtDriver.OpenSimulator(target, 32, 8);
        Assert.Equal(new TilePlan(TileSize.Large, 1, 1, 1, 20), TilePlan.Of(new(127, 126, 20, 127 * 126), target));
        Compare(simulator, 127, 126, 20, transposed: tensor, tensor ? Tf32Tolerance : 1e-5);
    }

    [Theory]
    [InlineData(300, 2)]
    [InlineData(1031, 8)]
    public void A_split_sum_is_folded_in_order_with_bias_and_activation(int k, int splits)
    {
        var target = SimtTarget.Simulator with { EnoughGroups = 4 };
        using var simulator = SimtDriver.OpenSimulator(target, 4, 1);
        Assert.Equal(splits, TilePlan.Of(new(5, 7, k, 35), target).Splits);
        Compare(simulator, 5, 7, k, transposed: true, 1e-5);
        Compare(simulator, 5, 7, k, transposed: false, 1e-5);
    }

    [Fact]
    public void Convolutions_split_their_sums_too()
    {
        using var simulator = SimtDriver.OpenSimulator(SimtTarget.Simulator with { EnoughGroups = 64 }, 4, 1);
        var row = OpCases.Get("ConvTranspose2d [2, 4, 4, 33] to 32, kernel 4, stride 2, padding 1");
        OpRun split = OpRun.Of(row, simulator), expected = OpRun.Of(row, _simd);
        Closeness.MustBeClose(row.Name, expected.Output, split.Output, row.Tolerance);
        Closeness.MustBeClose($"{row.Name}: gradient of x", expected.Gradients[0], split.Gradients[0], row.GradientTolerance);
        Closeness.MustBeClose($"{row.Name}: gradient of the weight", expected.Gradients[1], split.Gradients[1], row.GradientTolerance);
    }

    [Fact]
    public void A_slice_that_is_not_aligned_is_read_float_by_float()
    {
        using var simulator = SimtDevice.Simulator();
        var storage = simulator.Allocate(64 + 1);
        Assert.True(SimtDevice.IsWide(storage, 8, 8));
        Assert.True(SimtDevice.IsWide(storage.Slice(4, 8), 8, 8));
        Assert.False(SimtDevice.IsWide(storage.Slice(1, 8), 8, 8));
        Assert.False(SimtDevice.IsWide(storage.Slice(4, 8).Slice(2, 2), 8, 8));
        Assert.False(SimtDevice.IsWide(storage, 7, 8));
        Assert.False(SimtDevice.IsWide(storage, 8, 6));
    }

    [Fact]
    public void Division_by_multiplication_is_exact()
    {
        foreach (int divisor in new[] { 1, 2, 3, 5, 7, 10, 48, 641, 65_535, 65_536, 65_537, 1 << 30, int.MaxValue })
        {
            foreach (long near in new long[] { 0, 1, divisor - 1, divisor, 2L * divisor, int.MaxValue / divisor * (long)divisor,
                int.MaxValue })
            {
                for (long number = near - 1; number <= near + 1; number++)
                {
                    if (number is >= 0 and <= int.MaxValue)
                    {
                        Assert.Equal((int)number / divisor, new Divisor(divisor).Divide((int)number));
                    }
                }
            }
        }
    }

    [Fact]
    public void Plans_fill_a_large_GPU()
    {
        Assert.Equal(new TilePlan(TileSize.Large, 64, 64, 1, 8192), Plan(8192, 8192, 8192));
        // The second linear layer of conv at 64 x 64: few tiles, much to sum.
        var linear = Plan(64, 256, 8192);
        Assert.Equal(
            (TileSize.Square, 1, 4, 64, 128), (linear.Size, linear.TilesDown, linear.TilesAcross, linear.Splits, linear.KPerSplit));
        Assert.Equal(TileSize.Narrow, Plan(65_536, 3, 512).Size);
        Assert.All(new[] { 1, 16, 127, 128, 100_003 }, k =>
        {
            var plan = Plan(48, 32, k);
            Assert.InRange(plan.Splits * (long)plan.KPerSplit, k, long.MaxValue);
            Assert.InRange((plan.Splits - 1) * (long)plan.KPerSplit, 0, k - 1);
        });

        static TilePlan Plan(int rows, int columns, int k) => TilePlan.Of(new(rows, columns, k, rows * columns), SimtTarget.AmpereTensor);
    }

    public void Dispose() => _simd.Dispose();

    /// <summary>y = leaky(x · Wᵀ + b), or x · W, on both devices.</summary>
    private void Compare(SimtDevice device, int m, int n, int k, bool transposed, double tolerance)
    {
        float[] Run(ComputeDevice on)
        {
            using var scope = on.OpenScope();
            var x = Tensor.FromArray(on, [m, k], Values(m * k, 1));
            var w = Tensor.FromArray(on, transposed ? [n, k] : [k, n], Values(n * k, 2));
            return (transposed ? x.Linear(w, Tensor.FromArray(on, [n], Values(n, 3)), new LeakyRelu(0.2f)) : x.MatMul(w)).ToArray();
        }

        Closeness.MustBeClose($"[{m}, {k}] x [{k}, {n}]", Run(_simd), Run(device), tolerance);
    }

    private static float[] Values(int count, int seed)
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2) - 1)];
    }

    public sealed class TensorSimulator : IDisposable
    {
        public SimtDevice Device { get; } = SimtDevice.Simulator(Precision.Tf32);

        public void Dispose() => Device.Dispose();
    }
}
