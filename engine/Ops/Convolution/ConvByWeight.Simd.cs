using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Convolution.Simd;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly unsafe partial struct ConvByWeight : ITileWork
{
    /// <summary>Weights up to this number are summed in several copies.</summary>
    private const int MostCopiedWeights = 1 << 17, MostCopies = 16, MostTransformedCopies = 8;

    public void Run(SimdDevice device) => TileDispatch.Run(device, this);

    /// <summary>
    /// The depth of this product is pictures times positions. Small weights: groups of pictures, fixed by the batch, sum into
    /// copies of their own, which are then added in order. Large weights: pieces of them each go through all pictures.
    /// </summary>
    public void Run<TTile>(SimdDevice device)
        where TTile : ITile
    {
        var patches = PatchProduct.OfConvolution(_shape);
        if (Winograd.Suits(patches, _shape.C, _shape.OutC) && _shape.N > 0)
        {
            RunWinograd<TTile>(device, patches);
            return;
        }

        var padding = Padding.ForPatches(_shape, Packing.ConflictFreePitch(_shape.C));
        float* x = device.Pointer(_x), dw = device.Pointer(_dw);
        var product = new WeightProduct<TTile>(padding, _shape, device.Pointer(_dy));
        int weights = _shape.PatchLength * _shape.OutC, copies = Math.Min(_shape.N, MostCopies);
        if (weights <= MostCopiedWeights && copies > 1)
        {
            float* sums = device.Workspace((long)copies * weights);
            var groups = new PictureGroups<TTile> { Product = product, X = x, Sums = sums, Copies = copies, Weights = weights };
            device.For(copies, ref groups);
            var sum = new SumCopies { Copies = sums, Count = copies, Length = weights, Sum = dw };
            ElementLoop.Run(device, weights, ref sum);
            return;
        }

        float* padded = device.Workspace((long)_shape.N * padding.Length);
        var pad = new Pad { Source = x, Target = padded, Padding = padding };
        device.For(_shape.N, ref pad);
        var pieces = new WeightPieces<TTile> { Product = product, Padded = padded, Dw = dw };
        device.For(pieces.Count, ref pieces);
    }

    /// <summary>Small weights: a group of pictures sums into its own copy.</summary>
    private struct PictureGroups<TTile> : IParallelBody
        where TTile : ITile
    {
        internal WeightProduct<TTile> Product;
        internal float* X, Sums;
        internal int Copies, Weights;

        public readonly void Invoke(int index)
        {
            int n = Product.Shape.N, first = (int)((long)index * n / Copies), end = (int)(((long)index + 1) * n / Copies);
            int group = Product.PicturesAPass;
            float* padded = ThreadScratch.Get(Product.ScratchLength + ((long)group * Product.Padding.Length));
            float* scratch = padded + ((long)group * Product.Padding.Length);
            for (int picture = first; picture < end; picture += group)
            {
                int pictures = Math.Min(group, end - picture);
                for (int i = 0; i < pictures; i++)
                {
                    Product.Padding.Copy(X, picture + i, padded + ((long)i * Product.Padding.Length));
                }

                Product.AddPictures(padded, picture, pictures, Sums + ((long)index * Weights), 0, Product.Shape.PatchLength, picture > first, scratch);
            }
        }
    }

    /// <summary>Large weights: a piece of their rows goes through all pictures.</summary>
    private struct WeightPieces<TTile> : IParallelBody
        where TTile : ITile
    {
        private const int PieceRows = 128;

        internal WeightProduct<TTile> Product;
        internal float* Padded, Dw;

        internal readonly int Count => (Product.Shape.PatchLength + PieceRows - 1) / PieceRows;

        public readonly void Invoke(int index)
        {
            int row = index * PieceRows, rows = Math.Min(PieceRows, Product.Shape.PatchLength - row), n = Product.Shape.N;
            float* scratch = ThreadScratch.Get(Product.ScratchLength);
            for (int picture = 0; picture < n; picture += Product.PicturesAPass)
            {
                int pictures = Math.Min(Product.PicturesAPass, n - picture);
                Product.AddPictures(Padded + ((long)picture * Product.Padding.Length), picture, pictures, Dw + ((long)row * Product.Shape.OutC), row, rows, picture > 0, scratch);
            }
        }
    }

    private struct SumCopies : IElementBody
    {
        internal float* Copies, Sum;
        internal int Count, Length;

        public readonly void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            var sum = T.Load(Copies + i);
            for (int copy = 1; copy < Count; copy++)
            {
                sum += T.Load(Copies + ((long)copy * Length) + i);
            }

            T.Store(sum, Sum + i);
        }
    }
}
