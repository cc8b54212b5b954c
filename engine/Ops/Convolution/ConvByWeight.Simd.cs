using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Ops.Convolution.Simd;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly unsafe partial struct ConvByWeight
{
    /// <summary>Up to this number of weights, they are summed in several copies.</summary>
    private const int MostCopiedWeights = 1 << 17, MostCopies = 16, MostTransformedCopies = 8;

    /// <summary>
    /// The depth of this product is pictures times positions. Small weights: groups of pictures, determined by the batch size, sum into
    /// their own copies, which are then added in order. Large weights: each piece of them goes through all pictures.
    /// </summary>
    public void Run(SimdDevice device)
    {
        var grid = PatchGrid.OfConvolution(_shape);
        if (Winograd.Suits(grid, _shape.C, _shape.OutC) && _shape.N > 0)
        {
            RunWinograd(device, grid);
            return;
        }

        float* x = device.Pointer(_x);
        var gradient = new WeightGradient(_shape, device.Pointer(_dy));
        int weights = _shape.PatchLength * _shape.OutC, copies = Math.Min(_shape.N, MostCopies);
        if (weights <= MostCopiedWeights && copies > 1)
        {
            float* sums = device.Workspace((long)copies * weights);
            var groups = new PictureGroups { Gradient = gradient, X = x, Sums = sums, Copies = copies };
            device.For(copies, ref groups);
            SumCopies(device, sums, copies);
            return;
        }

        float* padded = device.Workspace((long)_shape.N * gradient.Padding.Length);
        var pad = new Pad { Source = x, Target = padded, Padding = gradient.Padding };
        device.For(_shape.N, ref pad);
        var pieces = new WeightPieces { Gradient = gradient, Padded = padded, Dw = device.Pointer(_dw) };
        device.For(pieces.Count, ref pieces);
    }

    private void SumCopies(SimdDevice device, float* copies, int count) => new SumSplits<Identity>
    {
        Sums = copies,
        C = device.Pointer(_dw),
        Splits = count,
        Rows = _shape.PatchLength,
        Columns = _shape.OutC,
    }.Run(device);

    /// <summary>Small weights: a group of pictures sums into its own copy.</summary>
    private struct PictureGroups : IParallelBody
    {
        internal WeightGradient Gradient;
        internal float* X, Sums;
        internal int Copies;

        public readonly void Invoke(int index)
        {
            var (shape, padding) = (Gradient.Shape, Gradient.Padding);
            int first = (int)((long)index * shape.N / Copies), end = (int)(((long)index + 1) * shape.N / Copies);
            int group = Gradient.PicturesAPass;
            float* sums = Sums + ((long)index * shape.PatchLength * shape.OutC);
            using var scratch = Scratch.Open();
            float* padded = scratch.Floats((long)group * padding.Length);
            for (int picture = first; picture < end; picture += group)
            {
                int pictures = Math.Min(group, end - picture);
                for (int i = 0; i < pictures; i++)
                {
                    padding.Copy(X, picture + i, padded + ((long)i * padding.Length));
                }

                Gradient.AddPictures(padded, picture, pictures, sums, 0, shape.PatchLength, accumulate: picture > first);
            }
        }
    }

    /// <summary>Large weights: a piece of their rows goes through all pictures.</summary>
    private struct WeightPieces : IParallelBody
    {
        private const int PieceRows = 128;

        internal WeightGradient Gradient;
        internal float* Padded, Dw;

        internal readonly int Count => (Gradient.Shape.PatchLength + PieceRows - 1) / PieceRows;

        public readonly void Invoke(int index)
        {
            var shape = Gradient.Shape;
            int row = index * PieceRows, rows = Math.Min(PieceRows, shape.PatchLength - row), group = Gradient.PicturesAPass;
            float* dw = Dw + ((long)row * shape.OutC);
            for (int picture = 0; picture < shape.N; picture += group)
            {
                float* padded = Padded + ((long)picture * Gradient.Padding.Length);
                Gradient.AddPictures(padded, picture, Math.Min(group, shape.N - picture), dw, row, rows, accumulate: picture > 0);
            }
        }
    }
}
