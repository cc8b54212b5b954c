using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;
using ILGpuAutoencoders.Engine.Shapes;

namespace ILGpuAutoencoders.Engine;

/// <summary>Sums and means over axes.</summary>
public static class Reduction
{
    extension(Tensor x)
    {
        /// <summary>The sum over some axes, which are kept with size 1.</summary>
        /// <param name="axes">Axes to sum over; none for all of them.</param>
        public Tensor Sum(params ReadOnlySpan<int> axes) => Reduce(x, axes, mean: false);

        /// <summary>The mean over some axes, which are kept with size 1.</summary>
        /// <param name="axes">Axes to average over; none for all of them.</param>
        public Tensor Mean(params ReadOnlySpan<int> axes) => Reduce(x, axes, mean: true);
    }

    /// <summary>
    /// Writes <paramref name="scale"/> times the sum of <paramref name="x"/> over the axes where <paramref name="y"/> has size 1.
    /// </summary>
    internal static void SumInto(Tensor x, Tensor y, float scale = 1f)
    {
        Shape from = x.Shape.PadTo4(), to = y.Shape.PadTo4();
        var device = x.Device;
        var current = x.Storage;
        int last = LastReduced(3);
        if (last < 0)
        {
            device.Run(new UnaryMap<Affine>(current, y.Storage, y.Count, new Affine(scale, 0)));
        }

        // Neighbouring axes are summed as one; with four axes there are two such runs at most.
        while (last >= 0)
        {
            int first = last;
            while (first > 0 && to[first - 1] == 1)
            {
                first--;
            }

            int outer = 1, reduced = 1, inner = 1;
            for (int axis = 0; axis < 4; axis++)
            {
                _ = axis < first ? outer *= from[axis] : axis <= last ? reduced *= from[axis] : inner *= to[axis];
            }

            last = LastReduced(first - 1);
            var sums = last < 0 ? y.Storage : device.Allocate(outer * inner);
            device.Run(new AxisSum(current, sums, outer, reduced, inner, last < 0 ? scale : 1));
            FreeUnless(current, x.Storage);
            current = sums;
        }

        int LastReduced(int axis)
        {
            while (axis >= 0 && from[axis] == to[axis])
            {
                axis--;
            }

            return axis;
        }
    }

    private static void FreeUnless(Storage storage, Storage? keep)
    {
        if (storage != keep)
        {
            storage.Device.Free(storage);
        }
    }

    private static Tensor Reduce(Tensor x, ReadOnlySpan<int> axes, bool mean)
    {
        var shape = x.Shape;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            shape = axes.IsEmpty || axes.Contains(axis) ? shape.With(axis, 1) : shape;
        }

        var y = Tensor.Allocate(x.Device, shape);
        float scale = mean ? y.Count / (float)x.Count : 1f;
        SumInto(x, y, scale);
        return Autograd.Record(y, [x], dy => Autograd.Accumulate(x, dx =>
        {
            x.Device.Run(new UnaryMap<Affine>(dy.Storage, dy.Storage, dy.Count, new Affine(scale, 0)));
            x.Device.Run(new BinaryMap<First>(dy.Storage, dy.Storage, dx.Storage, new BroadcastShape(x.Shape, y.Shape, y.Shape)));
        }));
    }
}
