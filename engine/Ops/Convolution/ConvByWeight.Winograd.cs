using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly unsafe partial struct ConvByWeight
{
    private void RunWinograd(SimdDevice device, in PatchGrid grid)
    {
        float* x = device.Pointer(_x);
        var gradient = new WinogradWeightGradient(_shape, grid, device.Pointer(_dy));
        int weights = _shape.PatchLength * _shape.OutC, tiles = gradient.Tiles.Count;
        if (weights <= MostCopiedWeights)
        {
            int copies = Math.Min(_shape.N, MostTransformedCopies);
            float* sums = device.Workspace((long)copies * weights);
            var groups = new WinogradGroups
            {
                Gradient = gradient,
                X = x,
                Pictures = _shape.N,
                Sums = sums,
                Copies = copies,
                Weights = weights,
            };
            device.For(copies, ref groups);
            SumCopies(device, sums, copies);
            return;
        }

        int group = Math.Max(1, WinogradPieces.WantedTiles / tiles), groupCount = (_shape.N + group - 1) / group;
        long paddedLength = (long)_shape.N * gradient.Padding.Length;
        float* padded = device.Workspace(paddedLength + (groupCount * gradient.DyLength(group * tiles)));
        var pieces = new WinogradPieces
        {
            Gradient = gradient,
            X = x,
            Padded = padded,
            Dy = padded + paddedLength,
            Pictures = _shape.N,
            Group = group,
            Dw = device.Pointer(_dw),
            IsPreparing = true,
        };
        device.For(groupCount, ref pieces);
        pieces.IsPreparing = false;
        device.For(pieces.Count, ref pieces);
    }

    /// <summary>Small weights: a group of pictures sums into its own copy.</summary>
    private struct WinogradGroups : IParallelBody
    {
        private const int WantedTiles = 64;

        internal WinogradWeightGradient Gradient;
        internal float* X, Sums;
        internal int Pictures, Copies, Weights;

        public readonly void Invoke(int index)
        {
            int first = (int)((long)index * Pictures / Copies), end = (int)(((long)index + 1) * Pictures / Copies);
            var tiles = Gradient.Tiles;
            int group = Math.Clamp(WantedTiles / tiles.Count, 1, end - first), most = group * tiles.Count, depth = tiles.Depth;
            using var scratch = Scratch.Open();
            float* sums = scratch.Floats(Gradient.SumLength(depth)), dy = scratch.Floats(Gradient.DyLength(most));
            float* data = scratch.Floats(WinogradWeightGradient.DataLength(most, depth)), padded = scratch.Floats(Gradient.Padding.Length);
            for (int picture = first; picture < end; picture += group)
            {
                int pictures = Math.Min(group, end - picture), count = pictures * tiles.Count;
                int dataStep = WinogradWeightGradient.DataStep(count, depth);
                for (int i = 0; i < pictures; i++)
                {
                    Gradient.Padding.Copy(X, picture + i, padded);
                    tiles.TransformAll(padded, data + (i * tiles.Count * tiles.Pitch), dataStep);
                    Gradient.TransformDy(picture + i, i * tiles.Count, count, dy);
                }

                Gradient.Add(data, dy, count, depth, sums, accumulate: picture > first);
            }

            for (int run = 0; run < tiles.Runs; run++)
            {
                float* runSums = sums + ((long)run * tiles.RunLength * Gradient.PaddedColumns);
                Gradient.WriteWeights(runSums, depth, run, 0, tiles.RunLength, Sums + ((long)index * Weights));
            }
        }
    }

    /// <summary>
    /// Large weights: a piece of their rows goes through all pictures, which are padded, and their dy transformed, once beforehand.
    /// </summary>
    private struct WinogradPieces : IParallelBody
    {
        internal const int WantedTiles = 128;
        private const int PieceDepth = 64;

        internal WinogradWeightGradient Gradient;
        internal float* X, Padded, Dy, Dw;
        internal int Pictures, Group;
        internal bool IsPreparing;

        internal readonly int Count => Gradient.Tiles.Runs * PiecesARun;

        private readonly int PiecesARun => (Gradient.Tiles.RunLength + PieceDepth - 1) / PieceDepth;

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

        private readonly float* DyOf(int group) => Dy + (group * Gradient.DyLength(Group * Gradient.Tiles.Count));

        private readonly void Prepare(int group)
        {
            int first = group * Group, pictures = Math.Min(Group, Pictures - first), tiles = Gradient.Tiles.Count;
            for (int i = 0; i < pictures; i++)
            {
                Gradient.Padding.Copy(X, first + i, Padded + ((long)(first + i) * Gradient.Padding.Length));
                Gradient.TransformDy(first + i, i * tiles, pictures * tiles, DyOf(group));
            }
        }

        private readonly void SumPiece(int run, int first)
        {
            var tiles = Gradient.Tiles;
            int depth = Math.Min(PieceDepth, tiles.RunLength - first), pitch = WinogradTiles.PitchOf(depth);
            using var scratch = Scratch.Open();
            float* sums = scratch.Floats(Gradient.SumLength(depth));
            float* data = scratch.Floats(WinogradWeightGradient.DataLength(Group * tiles.Count, depth));
            for (int picture = 0; picture < Pictures; picture += Group)
            {
                int pictures = Math.Min(Group, Pictures - picture), count = pictures * tiles.Count;
                int dataStep = WinogradWeightGradient.DataStep(count, depth);
                for (int i = 0; i < pictures; i++)
                {
                    float* padded = Padded + ((long)(picture + i) * Gradient.Padding.Length);
                    tiles.Transform(padded, run, first, depth, data + (i * tiles.Count * pitch), pitch, dataStep);
                }

                Gradient.Add(data, DyOf(picture / Group), count, depth, sums, accumulate: picture > 0);
            }

            Gradient.WriteWeights(sums, depth, run, first, depth, Dw);
        }
    }
}
