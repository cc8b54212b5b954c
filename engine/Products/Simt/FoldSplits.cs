using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>The second pass of a product whose k was split: adds the parts in order, then bias and activation.</summary>
internal static class FoldSplits<TActivation>
    where TActivation : unmanaged, IUnaryOp
{
    internal static void Launch(
        SimtDevice device, ArrayView<float> partials, Storage c, Storage? bias, in ProductSize size, int splits, TActivation activation)
    {
        var body = new SimtBody
        {
            Partials = partials,
            C = device.View(c),
            Bias = bias is null ? default : device.View(bias),
            HasBias = bias is null ? 0 : 1,
            Columns = new(size.Columns),
            Count = size.Count,
            Splits = splits,
            Activation = activation,
        };
        // Four neighbours must be in one row, and each part must begin at a multiple of four.
        bool isWide = size.Count % 4 == 0 && (bias is null || SimtDevice.IsWide(bias, size.Columns, size.Columns));
        SimtLoop<SimtBody>.Launch(device, size.Count, body, isWide, c);
    }

    internal struct SimtBody : IElementBody<ArrayView<float>>
    {
        internal ArrayView<float> Partials, C, Bias;
        internal Divisor Columns;
        internal int HasBias, Count, Splits;
        internal TActivation Activation;

        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, ArrayView<float>>
        {
            var sum = T.Constant(0);
            for (int s = 0; s < Splits; s++)
            {
                sum += T.Load(Partials, (s * Count) + i);
            }

            if (HasBias != 0)
            {
                sum += T.Load(Bias, Columns.Rest(i, Columns.Divide(i)));
            }

            T.Store(Activation.Forward(sum), C, i);
        }
    }
}
