using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// The gradient by input where the picture has so few channels that a phase's product would leave most of a tile empty: one product
/// gives every position its whole patch of KernelH · KernelW · C values, and the patches are added where they overlap. A
/// picture's patches are added in order by one thread.
/// </summary>
internal unsafe struct OverlapAdd<TTile, TActivation> : IParallelBody
    where TTile : ITile
    where TActivation : unmanaged, IUnaryOp
{
    internal float* Y, Panels, Bias, X;
    internal ConvShape Shape;
    internal TActivation Activation;

    private readonly int PatchStep => (Shape.PatchLength + TTile.Columns - 1) / TTile.Columns * TTile.Columns;

    private readonly int PaddedH => Math.Max(((Shape.OutH - 1) * Shape.Stride) + Shape.KernelH, Shape.Padding + Shape.H);

    private readonly int PaddedW => Math.Max(((Shape.OutW - 1) * Shape.Stride) + Shape.KernelW, Shape.Padding + Shape.W);

    public readonly void Invoke(int picture)
    {
        int positions = Shape.OutH * Shape.OutW, padded = PaddedH * PaddedW * Shape.C;
        float* patches = ThreadScratch.Get(((long)positions * PatchStep) + padded + (2L * positions) + MatMulBlock.Depth<TTile>());
        float* sum = patches + ((long)positions * PatchStep);
        int* yOffsets = (int*)(sum + padded), patchOffsets = yOffsets + positions, kOffsets = patchOffsets + positions;
        for (int k = 0; k < MatMulBlock.Depth<TTile>(); k++)
        {
            kOffsets[k] = k;
        }

        for (int r = 0; r < positions; r++)
        {
            (yOffsets[r], patchOffsets[r]) = (r * Shape.OutC, r * PatchStep);
        }

        var block = new RowBlock<TTile, Identity>
        {
            A = Y + ((long)picture * positions * Shape.OutC),
            C = patches,
            AOffsets = yOffsets,
            COffsets = patchOffsets,
            Rows = positions,
        };
        for (int k = 0; k < Shape.OutC; k += MatMulBlock.Depth<TTile>())
        {
            int depth = Math.Min(MatMulBlock.Depth<TTile>(), Shape.OutC - k);
            for (int column = 0; column < PatchStep; column += TTile.Columns)
            {
                var task = new TileTask
                {
                    Offsets = kOffsets,
                    Step = 1,
                    Depth = depth,
                    B = Panels + ((long)column * Shape.OutC) + ((long)k * TTile.Columns),
                    Accumulate = k > 0,
                    IsLast = k + depth >= Shape.OutC,
                };
                block.Multiply(ref task, column, TTile.Columns);
            }

            block.A += depth;
        }

        new Span<float>(sum, padded).Clear();
        AddPatches(patches, sum);
        Crop(sum, X + ((long)picture * Shape.H * Shape.W * Shape.C));
    }

    /// <summary>
    /// Every so many positions of a row their patches do not overlap. They are added in turns of such positions, because an addition
    /// that reads what the one before it has half written waits for the store.
    /// </summary>
    private readonly void AddPatches(float* patches, float* sum)
    {
        int run = Shape.KernelW * Shape.C, rowStep = PaddedW * Shape.C, turns = (Shape.KernelW + Shape.Stride - 1) / Shape.Stride;
        for (int oy = 0; oy < Shape.OutH; oy++)
        {
            for (int ky = 0; ky < Shape.KernelH; ky++)
            {
                float* to = sum + (((oy * Shape.Stride) + ky) * rowStep), from = patches + ((long)oy * Shape.OutW * PatchStep) + (ky * run);
                for (int turn = 0; turn < turns; turn++)
                {
                    for (int ox = turn; ox < Shape.OutW; ox += turns)
                    {
                        AddRun(from + ((long)ox * PatchStep), to + (ox * Shape.Stride * Shape.C), run);
                    }
                }
            }
        }
    }

    /// <summary>Runs are as short as 12 floats, so lanes of 4.</summary>
    private static void AddRun(float* from, float* to, int run)
    {
        int i = 0;
        for (; i <= run - Lane4.Width; i += Lane4.Width)
        {
            Lane4.Store(Lane4.Load(to + i) + Lane4.Load(from + i), to + i);
        }

        for (; i < run; i++)
        {
            to[i] += from[i];
        }
    }

    private readonly void Crop(float* sum, float* x)
    {
        int rowStep = PaddedW * Shape.C, row = Shape.W * Shape.C;
        for (int y = 0; y < Shape.H; y++)
        {
            float* from = sum + ((y + Shape.Padding) * rowStep) + (Shape.Padding * Shape.C), to = x + (y * row);
            for (int i = 0; Bias != null && i < row; i += Shape.C)
            {
                for (int c = 0; c < Shape.C; c++)
                {
                    from[i + c] += Bias[c];
                }
            }

            var activate = new Activate { From = from, To = to, Activation = Activation };
            ElementLoop.Range(ref activate, 0, row);
        }
    }

    private struct Activate : IElementBody
    {
        internal float* From, To;
        internal TActivation Activation;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<T>(int i)
            where T : struct, IHostLane<T> => T.Store(Activation.Forward(T.Load(From + i)), To + i);
    }
}
