using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Products.Simt;

namespace ILGpuAutoencoders.Engine.Products;

/// <summary>The most common launch.</summary>
internal static class TileLaunch
{
    /// <summary>C = f(A · B + bias) for B and C that are row-major: [k, n] and [m, n].</summary>
    internal static void TimesMatrix<TA, TWidth, TActivation>(
        SimtDevice device, TA a, Storage b, Storage? bias, Storage c, int m, int n, int k, TActivation activation)
        where TA : struct, ITileOperand<TA>
        where TWidth : struct, IWidth
        where TActivation : unmanaged, IUnaryOp =>
        new TileLaunch<TA, MatrixOperand<AcrossK, TWidth>, MatrixRows, TActivation>(
            a,
            MatrixOperand<AcrossK, TWidth>.Of(device.View(b), outer: (n, 1), k: (k, n)),
            new() { Rows = m, Columns = n },
            c,
            bias,
            activation,
            new(Rows: m, Columns: n, K: k, Count: checked(m * n))).Launch(device);
}

/// <summary>
/// A product to launch: C = f(A · B + bias), with operands, rows and sizes. It chooses the tile, the copy widths and the split of k.
/// </summary>
internal readonly struct TileLaunch<TA, TB, TRows, TActivation>(
    TA a, TB b, TRows rows, Storage c, Storage? bias, TActivation activation, ProductSize size)
    where TA : struct, ITileOperand<TA>
    where TB : struct, ITileOperand<TB>
    where TRows : struct, IResultRows<TRows>
    where TActivation : unmanaged, IUnaryOp
{
    internal void Launch(SimtDevice device)
    {
        if (size.Count == 0)
        {
            return;
        }

        var plan = TilePlan.Of(size, device.Target);
        if (plan.Splits == 1)
        {
            var biasView = bias is null ? default : device.View(bias);
            Choose(device, plan, EpilogueOf(device.View(c), biasView, hasBias: bias is null ? 0 : 1, activation));
            return;
        }

        var partials = device.Partials(plan.Splits * size.Count);
        Choose(device, plan, EpilogueOf(partials, default, hasBias: 0, default(Identity)));
        FoldSplits<TActivation>.Launch(device, partials, c, bias, size, plan.Splits, activation);
    }

    private Epilogue<TRows, TFinish> EpilogueOf<TFinish>(ArrayView<float> target, ArrayView<float> biasView, int hasBias, TFinish finish)
        where TFinish : unmanaged, IUnaryOp => new()
        {
            C = target,
            Bias = biasView,
            Rows = rows,
            Activation = finish,
            Columns = size.Columns,
            HasBias = hasBias,
        };

    private void Choose<TFinish>(SimtDevice device, in TilePlan plan, in Epilogue<TRows, TFinish> epilogue)
        where TFinish : unmanaged, IUnaryOp
    {
        if (device.Target.HasTensorCores)
        {
            switch (plan.Size)
            {
                case TileSize.Large: Run<TensorTile<Warps2x4>, AsyncCopy, TFinish>(device, plan, epilogue); break;
                case TileSize.Tall: Run<TensorTile<Warps2x2>, AsyncCopy, TFinish>(device, plan, epilogue); break;
                case TileSize.Square: Run<TensorTile<Warps1x2>, AsyncCopy, TFinish>(device, plan, epilogue); break;
                case TileSize.Narrow: Run<TensorTile<Warps2x1>, AsyncCopy, TFinish>(device, plan, epilogue); break;
                default: Run<TensorTile<Warps1x1>, AsyncCopy, TFinish>(device, plan, epilogue); break;
            }
        }
        else if (device.Target.HasAsyncCopies)
        {
            Float<AsyncCopy, TFinish>(device, plan, epilogue);
        }
        else
        {
            Float<PlainCopy, TFinish>(device, plan, epilogue);
        }
    }

    private void Float<TCopy, TFinish>(SimtDevice device, in TilePlan plan, in Epilogue<TRows, TFinish> epilogue)
        where TCopy : struct, ITileCopy
        where TFinish : unmanaged, IUnaryOp
    {
        switch (plan.Size)
        {
            case TileSize.Large: Run<FloatTile<Threads16x16>, TCopy, TFinish>(device, plan, epilogue); break;
            case TileSize.Tall: Run<FloatTile<Threads16x8>, TCopy, TFinish>(device, plan, epilogue); break;
            case TileSize.Narrow: Run<FloatTile<Threads16x4>, TCopy, TFinish>(device, plan, epilogue); break;
            case TileSize.Small when device.Target.Tiles == TileChoice.Smallest:
                Run<FloatTile<Threads2x2>, TCopy, TFinish>(device, plan, epilogue);
                break;
            default: Run<FloatTile<Threads8x8>, TCopy, TFinish>(device, plan, epilogue); break;
        }
    }

    private void Run<TTile, TCopy, TFinish>(SimtDevice device, in TilePlan plan, in Epilogue<TRows, TFinish> epilogue)
        where TTile : struct, IGroupTile
        where TCopy : struct, ITileCopy
        where TFinish : unmanaged, IUnaryOp =>
        TileKernel<TTile, TCopy, TA, TB, TRows, TFinish>.Launch(
            device,
            new()
            {
                A = a,
                B = b,
                Epilogue = epilogue,
                K = size.K,
                TilesDown = plan.TilesDown,
                TilesAcross = plan.TilesAcross,
                Splits = plan.Splits,
                KPerSplit = plan.KPerSplit,
                SplitStep = size.Count,
            },
            size.Phases);
}
