using ILGpuAutoencoders.Engine.Ops.Convolution.Simd;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution;

internal readonly unsafe partial struct ConvByInput<TActivation>
{
    /// <summary>
    /// By phases: image rows with the same remainder modulo the stride are reached by the same taps, so they are a stride-1 convolution
    /// of the patch side. For kernel 4 and stride 2 that is four convolutions of 2 x 2 taps, with no scatter.
    /// </summary>
    public void Run(SimdDevice device)
    {
        var s = _shape;
        if (s.C <= PanelPacking.PanelColumns / 4 && s.Positions > 0)
        {
            RunOverlapAdd(device);
            return;
        }

        var padding = new Padding(InputPhase.Margin(s.Y), InputPhase.Margin(s.X), s.OutC, Pitch: s.OutC);
        for (int y = 0; y < InputPhase.CountOf(s.Y); y++)
        {
            for (int x = 0; x < InputPhase.CountOf(s.X); x++)
            {
                RunPhase(device, padding, new InputPhase(s.Y, y), new InputPhase(s.X, x));
            }
        }
    }

    /// <summary>[OutC, taps · C].</summary>
    private HostMatrix TransposedWeights(SimdDevice device) => HostMatrix.RowMajor(device.Pointer(_weight), _shape.OutC).Transposed;

    private void RunOverlapAdd(SimdDevice device)
    {
        var weights = new PanelPacking(TransposedWeights(device), _shape.OutC, _shape.PatchLength);
        float* panels = device.Workspace(weights.Length);
        weights.PackAll(device, panels);
        new OverlapAdd<TActivation>
        {
            Y = device.Pointer(_y),
            Panels = panels,
            Bias = _bias is null ? null : device.Pointer(_bias),
            X = device.Pointer(_x),
            Shape = _shape,
            Activation = _activation,
        }.Run(device);
    }

    private void RunPhase(SimdDevice device, in Padding padding, InputPhase y, InputPhase x)
    {
        var s = _shape;
        int taps = y.Taps * x.Taps;
        int* tapOffsets = stackalloc int[Math.Max(1, taps)];
        for (int tap = 0; tap < taps; tap++)
        {
            tapOffsets[tap] = ((y.Kernel(tap / x.Taps) * s.X.Kernel) + x.Kernel(tap % x.Taps)) * s.C * s.OutC;
        }

        new PatchTask<TActivation>
        {
            Source = device.Pointer(_y),
            Bias = _bias is null ? null : device.Pointer(_bias),
            Result = device.Pointer(_x),
            Pictures = s.N,
            Padding = padding,
            Grid = new(y.Grid(padding.Y), x.Grid(padding.X), taps == 0 ? 0 : y.Taps, taps == 0 ? 0 : x.Taps * s.OutC),
            Weights = new(TransposedWeights(device), s.OutC, s.C, taps, tapOffsets),
            Activation = _activation,
        }.Run(device);
    }
}
