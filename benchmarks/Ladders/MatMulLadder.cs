using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Benchmarks.Ladders;

/// <summary>The product of two matrices of 512, from three loops to the engine's tile; all rungs but the last use one thread.</summary>
public unsafe class MatMulLadder : IRated
{
    private const int Size = 512;

    private readonly SimdDevice _one = new(threads: 1), _all = new();
    private float* _a, _b, _c, _panel;
    private Action _tile = null!, _threads = null!;

    Rate IRated.RateOf(string method) => new(2.0 * Size * Size * Size, "GFLOP/s");

    [GlobalSetup]
    public void SetUp()
    {
        const nuint Bytes = Size * Size * sizeof(float);
        _a = Allocate();
        _b = Allocate();
        _c = Allocate();
        _panel = Allocate();
        (_tile, _threads) = (Engine(_one), Engine(_all));

        static float* Allocate()
        {
            float* memory = (float*)NativeMemory.AlignedAlloc(Bytes, 64);
            new Span<float>(memory, Size * Size).Fill(0.5f);
            return memory;
        }

        static Action Engine(SimdDevice device)
        {
            Tensor a = Tensor.FromArray(device, [Size, Size], new float[Size * Size]),
            b = Tensor.FromArray(device, [Size, Size], new float[Size * Size]);
            var step = device.Capture(() => a.MatMul(b));
            BenchmarkDevice.Settle(step.Replay);
            return step.Replay;
        }
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (nint memory in (nint[])[(nint)_a, (nint)_b, (nint)_c, (nint)_panel])
        {
            NativeMemory.AlignedFree((void*)memory);
        }

        _one.Dispose();
        _all.Dispose();
    }

    /// <summary>One result at a time: B is read down its columns, a new cache line each time.</summary>
    [Benchmark(Baseline = true)]
    public void ThreeLoops()
    {
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                float sum = 0;
                for (int k = 0; k < Size; k++)
                {
                    sum += _a[(i * Size) + k] * _b[(k * Size) + j];
                }

                _c[(i * Size) + j] = sum;
            }
        }
    }

    /// <summary>The loops exchanged: B and C are read along their rows.</summary>
    [Benchmark]
    public void AlongRows()
    {
        new Span<float>(_c, Size * Size).Clear();
        for (int i = 0; i < Size; i++)
        {
            for (int k = 0; k < Size; k++)
            {
                float a = _a[(i * Size) + k];
                float* b = _b + (k * Size), c = _c + (i * Size);
                for (int j = 0; j < Size; j++)
                {
                    c[j] += a * b[j];
                }
            }
        }
    }

    /// <summary>The inner loop vectorised: a load of B, a load and a store of C for each multiply-add.</summary>
    [Benchmark]
    public void Vectors()
    {
        new Span<float>(_c, Size * Size).Clear();
        for (int i = 0; i < Size; i++)
        {
            for (int k = 0; k < Size; k++)
            {
                var row = new AddRow { Factor = _a[(i * Size) + k], B = _b + (k * Size), C = _c + (i * Size) };
                ElementLoop.Range(ref row, 0, Size);
            }
        }
    }

    /// <summary>
    /// Two vectors of C stay in registers over the whole depth, and a panel of B of that width is packed: one load for each multiply-add,
    /// in two dependency chains.
    /// </summary>
    [Benchmark]
    public void SumsInRegisters() => new OneRow { A = _a, B = _b, C = _c, Panel = _panel }.Run();

    /// <summary>Eight rows at once: two loads of B for sixteen multiply-adds (six rows with AVX2).</summary>
    [Benchmark]
    public void RegisterTile() => _tile();

    [Benchmark]
    public void AllThreads() => _threads();

    private struct AddRow : IElementBody
    {
        internal float Factor;
        internal float* B, C;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            var sum = T.Load(C + i);
            T.AddProduct(ref sum, T.Constant(Factor), T.Load(B + i));
            T.Store(sum, C + i);
        }
    }

    private readonly struct OneRow
    {
        internal float* A { get; init; }

        internal float* B { get; init; }

        internal float* C { get; init; }

        internal float* Panel { get; init; }

        internal void Run()
        {
            switch (Tile.Columns)
            {
                case 32: Multiply<Lane16>(); break;
                case 16: Multiply<Lane8>(); break;
                default: Multiply<Lane4>(); break;
            }
        }

        private void Multiply<T>()
            where T : struct, IHostLane<T>
        {
            int width = 2 * T.Width;
            for (int column = 0; column < Size; column += width)
            {
                PanelCopy.Panel(HostMatrix.RowMajor(B + column, Size), Size, width, Panel, width);
                for (int i = 0; i < Size; i++)
                {
                    T x = T.Constant(0), y = T.Constant(0);
                    float* a = A + (i * Size), b = Panel;
                    for (int k = 0; k < Size; k++, b += width)
                    {
                        TileRow<T>.Step(a[k], T.Load(b), T.Load(b + T.Width), ref x, ref y);
                    }

                    T.Store(x, C + (i * Size) + column);
                    T.Store(y, C + (i * Size) + column + T.Width);
                }
            }
        }
    }
}
