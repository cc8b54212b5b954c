namespace ILGpuAutoencoders.Engine;

/// <summary>Sums and means over axes.</summary>
public static class Reduction
{
    extension(Tensor x)
    {
        /// <summary>The sum over some axes, which keep the size 1.</summary>
        /// <param name="axes">Axes to sum over; none for all of them.</param>
        public Tensor Sum(params ReadOnlySpan<int> axes) => Reduce(x, axes, mean: false);

        /// <summary>The mean over some axes, which keep the size 1.</summary>
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
        for (int last = 3; last >= 0; last--)
        {
            if (from[last] == to[last])
            {
                continue;
            }

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

            current = SumAxis(device, current, x.Storage, outer, reduced, inner);
            last = first;
        }

        device.Run(new UnaryMap<Affine>(current, y.Storage, y.Count, new Affine(scale, 0)));
        FreeUnless(current, x.Storage);
    }

    /// <summary>Sums the middle one of three axes, piece by piece, and frees <paramref name="current"/> unless it is <paramref name="keep"/>.</summary>
    internal static Storage SumAxis(ComputeDevice device, Storage current, Storage? keep, int outer, int reduced, int inner)
    {
        do
        {
            int pieces = AxisReduction.Pieces(reduced);
            var next = device.Allocate(outer * pieces * inner);
            device.Run(new AxisReduction(current, next, outer, reduced, inner));
            FreeUnless(current, keep);
            (current, reduced) = (next, pieces);
        }
        while (reduced > 1);
        return current;
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
