using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// The gradient by input for pictures with so few channels that a phase's product would leave most of a tile empty: one product computes
/// for every position its whole patch of KernelH · KernelW · C values, and the patches are added where they overlap. One thread adds a
/// picture's patches in order, or those of some of its rows.
/// </summary>
internal unsafe struct OverlapAdd<TActivation> : IParallelBody
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>With fewer pictures than this the threads share each.</summary>
    private const int PicturesAThread = 4;

    internal float* Y, Panels, Bias, X;
    internal ConvShape Shape;
    internal TActivation Activation;
    private int _parts;

    /// <summary>Floats from patch to patch.</summary>
    private readonly int PatchStep => PanelPacking.RoundUp(Shape.PatchLength);

    /// <summary>Floats from row to row of the sum of patches.</summary>
    private readonly int RowStep => Math.Max(Shape.X.Reach, Shape.X.Padding + Shape.X.In) * Shape.C;

    internal void Run(SimdDevice device)
    {
        // Where parts meet, patches are computed twice.
        _parts = Shape.N < PicturesAThread * device.HostThreads ? Math.Min(device.HostThreads, Shape.Y.In) : 1;
        device.For(Shape.N * _parts, ref this);
    }

    public readonly void Invoke(int index)
    {
        int picture = index / _parts, part = index % _parts;
        int start = (int)((long)Shape.Y.In * part / _parts), end = (int)((long)Shape.Y.In * (part + 1) / _parts);
        Run(picture, new Rows(Shape.Y, start, end));
    }

    private readonly void Run(int picture, Rows rows)
    {
        int positions = rows.Patches * Shape.X.Out, length = rows.Sums * RowStep;
        using var scratch = Scratch.Open();
        float* patches = scratch.Floats((long)positions * PatchStep), sum = scratch.Floats(length);
        new PanelWalk<Identity>
        {
            A = Y + ((((long)picture * Shape.Y.Out) + rows.FirstPatch) * Shape.X.Out * Shape.OutC),
            C = patches,
            RowStarts = scratch.Multiples(Shape.OutC, positions),
            ResultStarts = scratch.Multiples(PatchStep, positions),
            Rows = positions,
            Columns = PatchStep,
            Depth = Shape.OutC,
            Panels = Panels,
        }.Run();
        new Span<float>(sum, length).Clear();
        AddPatches(patches, rows, sum);
        Crop(sum, rows, X + ((long)picture * Shape.Y.In * Shape.X.In * Shape.C));
    }

    /// <summary>
    /// Patches this many positions apart in a row do not overlap. Patches are added in rounds of such positions, because an addition that
    /// reads what the previous one has half written waits for the store.
    /// </summary>
    private readonly void AddPatches(float* patches, in Rows rows, float* sum)
    {
        var columns = Shape.X;
        int run = columns.Kernel * Shape.C, turns = (columns.Kernel + columns.Stride - 1) / columns.Stride;
        int patchStep = PatchStep, rowStep = RowStep, step = columns.Stride * Shape.C, count = columns.Out;
        for (int oy = 0; oy < rows.Patches; oy++)
        {
            for (int ky = 0; ky < Shape.Y.Kernel; ky++)
            {
                float* to = sum + ((rows.SumOf(rows.FirstPatch + oy) + ky) * rowStep);
                float* from = patches + ((long)oy * count * patchStep) + (ky * run);
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

    private readonly void Crop(float* sum, in Rows rows, float* x)
    {
        int row = Shape.X.In * Shape.C;
        for (int y = rows.Start; y < rows.End; y++)
        {
            float* from = sum + ((y + Shape.Y.Padding - rows.FirstSum) * RowStep) + (Shape.X.Padding * Shape.C), to = x + (y * row);
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

    /// <summary>Some rows of a picture, the rows of patches that reach them, and the rows of the padded picture that those reach.</summary>
    private readonly struct Rows
    {
        private readonly Axis _axis;

        internal Rows(Axis axis, int start, int end)
        {
            (_axis, Start, End) = (axis, start, end);
            int first = start + axis.Padding, last = end - 1 + axis.Padding;
            FirstPatch = Math.Min(Math.Max(0, first - axis.Kernel + axis.Stride) / axis.Stride, axis.Out);
            Patches = Math.Max(FirstPatch, Math.Min((last / axis.Stride) + 1, axis.Out)) - FirstPatch;
            FirstSum = Patches == 0 ? first : Math.Min(first, FirstPatch * axis.Stride);
            int lastOfPatches = ((FirstPatch + Patches - 1) * axis.Stride) + axis.Kernel - 1;
            Sums = (Patches == 0 ? last : Math.Max(last, lastOfPatches)) - FirstSum + 1;
        }

        /// <summary>The rows of the picture: from this one to before <see cref="End"/>.</summary>
        internal int Start { get; }

        internal int End { get; }

        internal int FirstPatch { get; }

        internal int Patches { get; }

        /// <summary>The first row of the padded picture.</summary>
        internal int FirstSum { get; }

        internal int Sums { get; }

        /// <summary>Where the first row of a patch is among the sums.</summary>
        internal int SumOf(int patch) => (patch * _axis.Stride) - FirstSum;
    }
}
