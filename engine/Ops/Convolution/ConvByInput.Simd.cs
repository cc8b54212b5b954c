using ILGpuAutoencoders.Engine.Ops.Convolution.Simd;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly unsafe partial struct ConvByInput<TActivation> : ITileWork
{
    public void Run(SimdDevice device) => TileDispatch.Run(device, this);

    /// <summary>
    /// By output phase: image rows of one remainder modulo the stride are reached by the same taps, so they are a convolution
    /// of stride 1 of the patch side. For kernel 4 and stride 2 that is four convolutions of 2 x 2 taps, with no scatter.
    /// </summary>
    public void Run<TTile>(SimdDevice device)
        where TTile : ITile
    {
        var s = _shape;
        if (s.C <= TTile.Columns / 4 && s.OutH > 0 && s.OutW > 0)
        {
            RunOverlapAdd<TTile>(device);
            return;
        }

        var (top, height) = Margin(s.H, s.OutH, s.KernelH);
        var (left, width) = Margin(s.W, s.OutW, s.KernelW);
        var padding = new Padding(s.OutH, s.OutW, s.OutC, top, left, height, width, s.OutC);
        for (int py = 0; py < Math.Min(s.Stride, s.H); py++)
        {
            for (int px = 0; px < Math.Min(s.Stride, s.W); px++)
            {
                RunPhase<TTile>(device, padding, new Phase(py, s.H, s.KernelH, s.Stride, s.Padding), new Phase(px, s.W, s.KernelW, s.Stride, s.Padding));
            }
        }
    }

    private void RunOverlapAdd<TTile>(SimdDevice device)
        where TTile : ITile
    {
        var weights = new PanelPacking<TTile> { Weight = device.Pointer(_weight), Taps = 1, TapDepth = _shape.OutC, RowStep = 1, ColumnStep = _shape.OutC, Columns = _shape.PatchLength };
        float* panels = device.Workspace(weights.Length);
        weights.PackAll(device, panels);
        var body = new OverlapAdd<TTile, TActivation>
        {
            Y = device.Pointer(_y),
            Panels = panels,
            Bias = _bias is null ? null : device.Pointer(_bias),
            X = device.Pointer(_x),
            Shape = _shape,
            Activation = _activation,
        };
        device.For(_shape.N, ref body);
    }

    private void RunPhase<TTile>(SimdDevice device, in Padding padding, Phase y, Phase x)
        where TTile : ITile
    {
        var s = _shape;
        int taps = y.Taps * x.Taps;
        int* tapOffsets = stackalloc int[Math.Max(1, taps)];
        for (int tap = 0; tap < taps; tap++)
        {
            int ky = y.Kernel(tap / x.Taps), kx = x.Kernel(tap % x.Taps);
            tapOffsets[tap] = ((ky * s.KernelW) + kx) * s.C * s.OutC;
        }

        var weights = new PanelPacking<TTile> { Weight = device.Pointer(_weight), TapOffsets = tapOffsets, Taps = taps, TapDepth = s.OutC, RowStep = 1, ColumnStep = s.OutC, Columns = s.C };
        var product = new PatchProduct(y.Count, x.Count, 1, padding.Top + y.First, padding.Left + x.First, taps == 0 ? 0 : y.Taps, taps == 0 ? 0 : x.Taps * s.OutC, s.Stride, y.Index, x.Index);
        new PatchTask<TTile, TActivation>
        {
            Source = device.Pointer(_y),
            Bias = _bias is null ? null : device.Pointer(_bias),
            Result = device.Pointer(_x),
            Pictures = s.N,
            ResultH = s.H,
            ResultW = s.W,
            Padding = padding,
            Product = product,
            Weights = weights,
            Activation = _activation,
        }.Run(device);
    }

    /// <summary>Zeros before the patch side, and its padded size, so that every phase stays inside.</summary>
    private (int Before, int Size) Margin(int image, int patches, int kernel)
    {
        int before = 0, end = patches;
        for (int p = 0; p < Math.Min(_shape.Stride, image); p++)
        {
            var phase = new Phase(p, image, kernel, _shape.Stride, _shape.Padding);
            before = Math.Max(before, -phase.First);
            end = Math.Max(end, phase.First + phase.Count - 1 + phase.Taps);
        }

        return (before, before + end);
    }

    /// <summary>Along one axis: the image positions index, index + stride, ... and the taps that reach them.</summary>
    private readonly struct Phase
    {
        private readonly int _lowestTap, _stride;

        internal Phase(int index, int image, int kernel, int stride, int padding)
        {
            (Index, _stride) = (index, stride);
            _lowestTap = (index + padding) % stride;
            Taps = _lowestTap < kernel ? ((kernel - 1 - _lowestTap) / stride) + 1 : 0;
            Count = ((image - 1 - index) / stride) + 1;
            First = ((index + padding - _lowestTap) / stride) - (Taps - 1);
        }

        internal int Index { get; }

        /// <summary>Image positions of this phase.</summary>
        internal int Count { get; }

        internal int Taps { get; }

        /// <summary>The patch-side position that the highest tap of the first image position reads; it may be negative.</summary>
        internal int First { get; }

        /// <summary>The kernel index of a tap; the patch side is read upwards, so kernel indices go down.</summary>
        internal int Kernel(int tap) => _lowestTap + ((Taps - 1 - tap) * _stride);
    }
}
