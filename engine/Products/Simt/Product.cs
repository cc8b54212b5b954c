using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>A product to launch: operands, target and sizes. It chooses tile, copies and the split of k.</summary>
internal readonly struct Product<TA, TB, TRows, TActivation>(TA a, TB b, TRows rows, Storage c, Storage? bias, TActivation activation, ProductSize size)
    where TA : struct, ITileOperand<TA>
    where TB : struct, ITileOperand<TB>
    where TRows : struct, IProductRows<TRows>
    where TActivation : unmanaged, IUnaryOp
{
    internal void Launch(SimtDevice device)
    {
        if (size.Count == 0)
        {
            return;
        }

        var plan = ProductPlan.Of(size.Rows, size.Columns, size.K, size.Phases, size.Count, device.Target);
        if (plan.Splits == 1)
        {
            Choose(device, plan, device.View(c), bias is null ? default : device.View(bias), bias is null ? 0 : 1, activation);
            return;
        }

        var partials = device.Partials(plan.Splits * size.Count);
        Choose(device, plan, partials, default, 0, default(Identity));
        FoldSplits<TActivation>.Launch(device, partials, c, bias, size, plan.Splits, activation);
    }

    private void Choose<TFinish>(SimtDevice device, in ProductPlan plan, ArrayView<float> target, ArrayView<float> terms, int hasBias, TFinish finish)
        where TFinish : unmanaged, IUnaryOp
    {
        var to = new ProductTarget<TRows, TFinish> { C = target, Bias = terms, Rows = rows, Activation = finish, Columns = size.Columns, HasBias = hasBias };
        if (device.Target.HasTensorCores)
        {
            switch (plan.Size)
            {
                case TileSize.Large: Run<TensorTile<Warps2x4>, AsyncCopy, TFinish>(device, plan, to); break;
                case TileSize.Tall: Run<TensorTile<Warps2x2>, AsyncCopy, TFinish>(device, plan, to); break;
                case TileSize.Square: Run<TensorTile<Warps1x2>, AsyncCopy, TFinish>(device, plan, to); break;
                case TileSize.Narrow: Run<TensorTile<Warps2x1>, AsyncCopy, TFinish>(device, plan, to); break;
                default: Run<TensorTile<Warps1x1>, AsyncCopy, TFinish>(device, plan, to); break;
            }
        }
        else if (device.Target.HasAsyncCopies)
        {
            Float<AsyncCopy, TFinish>(device, plan, to);
        }
        else
        {
            Float<PlainCopy, TFinish>(device, plan, to);
        }
    }

    private void Float<TCopy, TFinish>(SimtDevice device, in ProductPlan plan, in ProductTarget<TRows, TFinish> target)
        where TCopy : struct, ITileCopy
        where TFinish : unmanaged, IUnaryOp
    {
        switch (plan.Size)
        {
            case TileSize.Large: Run<FloatTile<Threads16x16>, TCopy, TFinish>(device, plan, target); break;
            case TileSize.Tall: Run<FloatTile<Threads16x8>, TCopy, TFinish>(device, plan, target); break;
            case TileSize.Narrow: Run<FloatTile<Threads16x4>, TCopy, TFinish>(device, plan, target); break;
            case TileSize.Small when device.Target.Tiles == TileChoice.Smallest: Run<FloatTile<Threads2x2>, TCopy, TFinish>(device, plan, target); break;
            default: Run<FloatTile<Threads8x8>, TCopy, TFinish>(device, plan, target); break;
        }
    }

    private void Run<TTile, TCopy, TFinish>(SimtDevice device, in ProductPlan plan, in ProductTarget<TRows, TFinish> target)
        where TTile : struct, IGroupTile
        where TCopy : struct, ITileCopy
        where TFinish : unmanaged, IUnaryOp =>
        TileProduct<TTile, TCopy, TA, TB, TRows, TFinish>.Launch(
            device,
            new()
            {
                A = a,
                B = b,
                Target = target,
                K = size.K,
                TilesDown = plan.TilesDown,
                TilesAcross = plan.TilesAcross,
                Splits = plan.Splits,
                KPerSplit = plan.KPerSplit,
                SplitStep = size.Count,
            },
            size.Phases);
}

/// <summary>The sizes of a product.</summary>
/// <param name="Rows">Of C, of one phase.</param>
/// <param name="Columns">Of C.</param>
/// <param name="K">Terms of each sum, of one phase.</param>
/// <param name="Count">Values of the result over all phases.</param>
/// <param name="Phases">Products of these sizes in one launch.</param>
internal readonly record struct ProductSize(int Rows, int Columns, int K, int Count, int Phases = 1);
