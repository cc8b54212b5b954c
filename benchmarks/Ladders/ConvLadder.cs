using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Ops.Convolution;
using ILGpuAutoencoders.Engine.Ops.Convolution.Simd;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Benchmarks.Ladders;

/// <summary>
/// The second convolution of conv (32 to 64 channels, 32 x 32 pixels, kernel 4, stride 2), 16 pictures, from plain loops to the engine;
/// all rungs but the last use one thread.
/// </summary>
public unsafe class ConvLadder : IRated
{
    private const int Pictures = 16, Side = 32, Channels = 32, Outputs = 64, Kernel = 4, Stride = 2, Padding = 1, OutSide = Side / Stride,
    Depth = Kernel * Kernel * Channels;

    private readonly SimdDevice _one = new(threads: 1), _all = new();
    private Tensor _x = null!, _weight = null!, _y = null!, _patches = null!;
    private Action _patchMatrix = null!, _inPlace = null!, _winograd = null!, _threads = null!;

    Rate IRated.RateOf(string method) => new(2.0 * Pictures * OutSide * OutSide * Depth * Outputs, "GFLOP/s");

    [GlobalSetup]
    public void SetUp()
    {
        (_x, _weight) = Operands(_one);
        var shape = ConvShape.OfConvolution(_x.Shape, _weight.Shape, Stride, Padding);
        (_y, _patches) = (Tensor.Allocate(_one, shape.Patches), Tensor.Allocate(_one, [Pictures * OutSide * OutSide, Depth]));
        Matrix patches = Matrix.RowMajor(_patches.Storage, Depth), weight = Matrix.RowMajor(_weight.Storage, Outputs);
        var product = _one.Capture(
            () => _one.Run(
                new MatrixProduct<Identity>(patches, weight, null, _y.Storage, Pictures * OutSide * OutSide, Outputs, Depth, default)));
        _patchMatrix = () =>
        {
            FillPatches();
            product.Replay();
        };
        _inPlace = () => MultiplyInPlace(shape);
        (_winograd, _threads) = (Engine(_one), Engine(_all));
        Array.ForEach([_patchMatrix, _inPlace, _winograd, _threads], BenchmarkDevice.Settle);

        static Action Engine(SimdDevice device)
        {
            var (x, weight) = Operands(device);
            return device.Capture(() => x.Conv2d(weight, null, Stride, Padding)).Replay;
        }

        static (Tensor, Tensor) Operands(SimdDevice device) => (
            Tensor.FromArray(device, [Pictures, Side, Side, Channels], new float[Pictures * Side * Side * Channels]),
            Tensor.FromArray(device, [Kernel, Kernel, Channels, Outputs], new float[Depth * Outputs]));
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _one.Dispose();
        _all.Dispose();
    }

    /// <summary>The sum of the definition, one result at a time.</summary>
    [Benchmark(Baseline = true)]
    public void SevenLoops()
    {
        float* x = _one.Pointer(_x.Storage), weight = _one.Pointer(_weight.Storage), y = _one.Pointer(_y.Storage);
        for (int position = 0; position < Pictures * OutSide * OutSide; position++)
        {
            for (int output = 0; output < Outputs; output++)
            {
                float sum = 0;
                for (int tap = 0; tap < Kernel * Kernel; tap++)
                {
                    if (Source(x, position, tap) is var source && source != null)
                    {
                        for (int channel = 0; channel < Channels; channel++)
                        {
                            sum += source[channel] * weight[(((tap * Channels) + channel) * Outputs) + output];
                        }
                    }
                }

                y[(position * Outputs) + output] = sum;
            }
        }
    }

    /// <summary>
    /// All patches copied into a matrix (im2col), then the engine's product: each value of the picture is written and read four times.
    /// </summary>
    [Benchmark]
    public void PatchMatrix() => _patchMatrix();

    /// <summary>The same tile, but patches are read in place from the padded picture.</summary>
    [Benchmark]
    public void PatchesInPlace() => _inPlace();

    /// <summary>The engine's choice for this shape: 9 multiplications where the others need 16.</summary>
    [Benchmark]
    public void WinogradForm() => _winograd();

    [Benchmark]
    public void AllThreads() => _threads();

    private void FillPatches()
    {
        float* x = _one.Pointer(_x.Storage), patches = _one.Pointer(_patches.Storage);
        for (int position = 0; position < Pictures * OutSide * OutSide; position++)
        {
            for (int tap = 0; tap < Kernel * Kernel; tap++)
            {
                float* source = Source(x, position, tap);
                var target = new Span<float>(patches + ((long)position * Depth) + (tap * Channels), Channels);
                if (source == null)
                {
                    target.Clear();
                }
                else
                {
                    new ReadOnlySpan<float>(source, Channels).CopyTo(target);
                }
            }
        }
    }

    /// <summary>The pixel under a tap of a position; null in the border.</summary>
    private static float* Source(float* x, int position, int tap)
    {
        int picture = position / (OutSide * OutSide), row = (position / OutSide % OutSide * Stride) + (tap / Kernel) - Padding,
        column = (position % OutSide * Stride) + (tap % Kernel) - Padding;
        return row is >= 0 and < Side && column is >= 0 and < Side ? x + ((((picture * Side) + row) * Side + column) * Channels) : null;
    }

    /// <summary>What the engine runs if Winograd's form does not suit.</summary>
    private void MultiplyInPlace(ConvShape shape) => new PatchMatMul<Identity>(new()
    {
        Source = _one.Pointer(_x.Storage),
        Result = _one.Pointer(_y.Storage),
        Pictures = Pictures,
        Padding = Engine.Ops.Convolution.Simd.Padding.ForPatches(shape, Channels),
        Grid = PatchGrid.OfConvolution(shape),
        Weights = new(HostMatrix.RowMajor(_one.Pointer(_weight.Storage), Outputs), Depth, Outputs),
    }).Run(_one);
}
