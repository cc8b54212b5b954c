using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct ConvByInput<TActivation>
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _shape.Image.Count, new Args
    {
        Y = device.View(_y),
        Weight = device.View(_weight),
        Bias = device.View(_bias ?? _weight),
        X = device.View(_x),
        HasBias = _bias is null ? 0 : 1,
        S = _shape,
        Count = _shape.Image.Count,
        Activation = _activation,
    });

    private static void Kernel(Args a)
    {
        var s = a.S;
        for (int i = GridLoop.Start; i < a.Count; i += GridLoop.Stride)
        {
            int c = i % s.C, ix = i / s.C % s.W, iy = i / s.C / s.W % s.H, n = i / s.C / s.W / s.H;
            float sum = a.HasBias != 0 ? a.Bias[c] : 0f;
            for (int ky = (iy + s.Padding) % s.Stride; ky < s.KernelH; ky += s.Stride)
            {
                int oy = (iy + s.Padding - ky) / s.Stride;
                for (int kx = (ix + s.Padding) % s.Stride; kx < s.KernelW; kx += s.Stride)
                {
                    int ox = (ix + s.Padding - kx) / s.Stride;
                    if (iy + s.Padding >= ky && oy < s.OutH && ix + s.Padding >= kx && ox < s.OutW)
                    {
                        int y = ((((n * s.OutH) + oy) * s.OutW) + ox) * s.OutC, w = ((((ky * s.KernelW) + kx) * s.C) + c) * s.OutC;
                        for (int o = 0; o < s.OutC; o++)
                        {
                            sum += a.Y[y + o] * a.Weight[w + o];
                        }
                    }
                }
            }

            a.X[i] = a.Activation.Forward(new ScalarLane(sum)).Value;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> Y, Weight, Bias, X;
        internal ConvShape S;
        internal int HasBias, Count;
        internal TActivation Activation;
    }
}
