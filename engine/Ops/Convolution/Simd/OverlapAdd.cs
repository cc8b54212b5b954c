using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// The gradient by input for pictures with so few channels that a phase's product would leave most of a tile empty: one product computes
/// for every position its whole patch of KernelH · KernelW · C values, and the patches are added where they overlap. One thread adds a
/// picture's patches in order.
/// </summary>
internal unsafe struct OverlapAdd<TActivation> : IParallelBody
    where TActivation : unmanaged, IUnaryOp
{
    internal float* Y, Panels, Bias, X;
    internal ConvShape Shape;
    internal TActivation Activation;

    /// <summary>Floats from patch to patch.</summary>
    private readonly int PatchStep => PanelPacking.RoundUp(Shape.PatchLength);

    /// <summary>Floats from row to row of the sum of patches.</summary>
    private readonly int RowStep => Padded(Shape.X) * Shape.C;

    public readonly void Invoke(int picture)
    {
        int positions = Shape.Positions, length = Padded(Shape.Y) * RowStep;
        using var scratch = Scratch.Open();
        float* patches = scratch.Floats((long)positions * PatchStep), sum = scratch.Floats(length);
        new PanelWalk<Identity>
        {
            A = Y + ((long)picture * positions * Shape.OutC),
            C = patches,
            RowStarts = scratch.Multiples(Shape.OutC, positions),
            ResultStarts = scratch.Multiples(PatchStep, positions),
            Rows = positions,
            Columns = PatchStep,
            Depth = Shape.OutC,
            Panels = Panels,
        }.Run();
        new Span<float>(sum, length).Clear();
        AddPatches(patches, sum);
        Crop(sum, X + ((long)picture * Shape.Y.In * Shape.X.In * Shape.C));
    }

    /// <summary>Positions that cover all patches and, after its padding, the picture.</summary>
    private static int Padded(Axis axis) => Math.Max(axis.Reach, axis.Padding + axis.In);

    /// <summary>
    /// Patches this many positions apart in a row do not overlap. Patches are added in rounds of such positions, because an addition that
    /// reads what the previous one has half written waits for the store.
    /// </summary>
    private readonly void AddPatches(float* patches, float* sum)
    {
        var (rows, columns) = (Shape.Y, Shape.X);
        int run = columns.Kernel * Shape.C, turns = (columns.Kernel + columns.Stride - 1) / columns.Stride;
        int patchStep = PatchStep, rowStep = RowStep, step = columns.Stride * Shape.C, count = columns.Out;
        for (int oy = 0; oy < rows.Out; oy++)
        {
            for (int ky = 0; ky < rows.Kernel; ky++)
            {
                float* to = sum + (((oy * rows.Stride) + ky) * rowStep), from = patches + ((long)oy * count * patchStep) + (ky * run);
                for (int turn = 0; turn < turns; turn++)
                {
                    for (int ox = turn; ox < count; ox += turns)
                    {
                        AddRun(from + ((long)ox * patchStep), to + (ox * step), run);
                    }
                }
            }
        }
    }

    /// <summary>Runs may be as short as 12 floats, hence lanes of 4.</summary>
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
        int row = Shape.X.In * Shape.C;
        for (int y = 0; y < Shape.Y.In; y++)
        {
            float* from = sum + ((y + Shape.Y.Padding) * RowStep) + (Shape.X.Padding * Shape.C), to = x + (y * row);
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
