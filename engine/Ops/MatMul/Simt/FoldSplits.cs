using ILGPU;

namespace ILGpuAutoencoders.Engine;

/// <summary>The second pass of a product whose k was split: adds the parts in order, then bias and activation.</summary>
internal static class FoldSplits<TActivation>
    where TActivation : unmanaged, IUnaryOp
{
    internal static void Launch(SimtDevice device, ArrayView<float> partials, Storage c, Storage? bias, in ProductSize size, int splits, TActivation activation) =>
        device.LaunchPerElement(Kernel, size.Count, new Args
        {
            Partials = partials,
            C = device.View(c),
            Bias = device.View(bias ?? c),
            HasBias = bias is null ? 0 : 1,
            Columns = new(size.Columns),
            Count = size.Count,
            Splits = splits,
            Activation = activation,
        });

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            float sum = 0;
            for (int s = 0; s < a.Splits; s++)
            {
                sum += a.Partials[((long)s * a.Count) + i];
            }

            if (a.HasBias != 0)
            {
                sum += a.Bias[a.Columns.Rest(i, a.Columns.Divide(i))];
            }

            a.C[i] = a.Activation.Forward(new ScalarLane(sum)).Value;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> Partials, C, Bias;
        internal Divisor Columns;
        internal int HasBias, Count, Splits;
        internal TActivation Activation;
    }
}
