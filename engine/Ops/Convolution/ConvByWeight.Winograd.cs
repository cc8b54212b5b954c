using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Convolution.Simd;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly unsafe partial struct ConvByWeight
{
    private void RunWinograd<TTile>(SimdDevice device, in PatchProduct patches)
        where TTile : ITile
    {
        float* x = device.Pointer(_x), dw = device.Pointer(_dw);
        var product = new WinogradWeights<TTile>(_shape, patches, device.Pointer(_dy));
        int weights = _shape.PatchLength * _shape.OutC;
        if (weights <= MostCopiedWeights)
        {
            int copies = Math.Min(_shape.N, MostTransformedCopies);
            float* sums = device.Workspace((long)copies * weights);
            var groups = new WinogradGroups<TTile> { Product = product, X = x, Pictures = _shape.N, Sums = sums, Copies = copies, Weights = weights };
            device.For(copies, ref groups);
            var sum = new SumCopies { Copies = sums, Count = copies, Length = weights, Sum = dw };
            ElementLoop.Run(device, weights, ref sum);
            return;
        }

        int group = Math.Max(1, WinogradPieces<TTile>.WantedTiles / product.Tiles.Count), groupCount = (_shape.N + group - 1) / group;
        float* padded = device.Workspace(((long)_shape.N * product.Padding.Length) + (groupCount * product.GradientLength(group * product.Tiles.Count)));
        var pieces = new WinogradPieces<TTile> { Product = product, X = x, Padded = padded, Pictures = _shape.N, Group = group, Dw = dw, OutC = _shape.OutC, IsPreparing = true };
        device.For(groupCount, ref pieces);
        pieces.IsPreparing = false;
        device.For(pieces.Count, ref pieces);
    }

    /// <summary>Small weights: a group of pictures sums into its own copy.</summary>
    private struct WinogradGroups<TTile> : IParallelBody
        where TTile : ITile
    {
        private const int WantedTiles = 64;

        internal WinogradWeights<TTile> Product;
        internal float* X, Sums;
        internal int Pictures, Copies, Weights;

        public readonly void Invoke(int index)
        {
            int first = (int)((long)index * Pictures / Copies), end = (int)(((long)index + 1) * Pictures / Copies);
            var tiles = Product.Tiles;
            int group = Math.Clamp(WantedTiles / tiles.Count, 1, end - first), most = group * tiles.Count, depth = tiles.Depth;
            long data = WinogradWeights<TTile>.DataLength(most, depth), gradient = Product.GradientLength(most), sum = Product.SumLength(depth);
            float* sums = ThreadScratch.Get(sum + gradient + data + Product.Padding.Length + WinogradWeights<TTile>.TablesLength(most, depth));
            float* gradients = sums + sum, values = gradients + gradient, padded = values + data;
            for (int picture = first; picture < end; picture += group)
            {
                int pictures = Math.Min(group, end - picture), count = pictures * tiles.Count;
                for (int i = 0; i < pictures; i++)
                {
                    Product.Padding.Copy(X, picture + i, padded);
                    for (int run = 0; run < tiles.Runs; run++)
                    {
                        tiles.Transform(padded, run, 0, tiles.RunLength, values + (i * tiles.Count * tiles.Pitch) + (run * tiles.RunLength), tiles.Pitch, count * tiles.Pitch);
                    }

                    Product.TransformGradient(picture + i, i * tiles.Count, count, gradients);
                }

                Product.Add(values, gradients, count, depth, sums, picture > first, (int*)(padded + Product.Padding.Length));
            }

            for (int run = 0; run < tiles.Runs; run++)
            {
                Product.WriteWeights(sums + ((long)run * tiles.RunLength * Product.PaddedColumns), depth, run, 0, tiles.RunLength, Sums + ((long)index * Weights));
            }
        }
    }

    /// <summary>Large weights: a piece of their rows goes through all pictures, whose gradients are transformed once before.</summary>
    private struct WinogradPieces<TTile> : IParallelBody
        where TTile : ITile
    {
        internal const int WantedTiles = 128;
        private const int PieceDepth = 64;

        internal WinogradWeights<TTile> Product;
        internal float* X, Padded, Dw;
        internal int Pictures, Group, OutC;
        internal bool IsPreparing;

        internal readonly int Count => Product.Tiles.Runs * PiecesARun;

        private readonly int PiecesARun => (Product.Tiles.RunLength + PieceDepth - 1) / PieceDepth;

        public readonly void Invoke(int index)
        {
            if (IsPreparing)
            {
                Prepare(index);
            }
            else
            {
                SumPiece(index / PiecesARun, index % PiecesARun * PieceDepth);
            }
        }

        private readonly float* Gradients(int group) => Padded + ((long)Pictures * Product.Padding.Length) + (group * Product.GradientLength(Group * Product.Tiles.Count));

        private readonly void Prepare(int group)
        {
            int first = group * Group, pictures = Math.Min(Group, Pictures - first);
            for (int i = 0; i < pictures; i++)
            {
                Product.Padding.Copy(X, first + i, Padded + ((long)(first + i) * Product.Padding.Length));
                Product.TransformGradient(first + i, i * Product.Tiles.Count, pictures * Product.Tiles.Count, Gradients(group));
            }
        }

        private readonly void SumPiece(int run, int first)
        {
            var tiles = Product.Tiles;
            int depth = Math.Min(PieceDepth, tiles.RunLength - first), pitch = Packing.ConflictFreePitch(depth), most = Group * tiles.Count;
            long sum = Product.SumLength(depth), data = WinogradWeights<TTile>.DataLength(most, depth);
            float* sums = ThreadScratch.Get(sum + data + WinogradWeights<TTile>.TablesLength(most, depth)), values = sums + sum;
            for (int picture = 0; picture < Pictures; picture += Group)
            {
                int pictures = Math.Min(Group, Pictures - picture), count = pictures * tiles.Count;
                for (int i = 0; i < pictures; i++)
                {
                    tiles.Transform(Padded + ((long)(picture + i) * Product.Padding.Length), run, first, depth, values + (i * tiles.Count * pitch), pitch, count * pitch);
                }

                Product.Add(values, Gradients(picture / Group), count, depth, sums, picture > 0, (int*)(values + data));
            }

            Product.WriteWeights(sums, depth, run, first, depth, Dw);
        }
    }
}
