using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct ConvForward<TActivation>
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _shape.Patches.Count, new Args
    {
        X = device.View(_x),
        Weight = device.View(_weight),
        Bias = device.View(_bias ?? _weight),
        Y = device.View(_y),
        HasBias = _bias is null ? 0 : 1,
        S = _shape,
        Count = _shape.Patches.Count,
        Activation = _activation,
    });

    private static void Kernel(Args a)
    {
        var s = a.S;
        for (int i = GridLoop.Start; i < a.Count; i += GridLoop.Stride)
        {
            int o = i % s.OutC, ox = i / s.OutC % s.OutW, oy = i / s.OutC / s.OutW % s.OutH, n = i / s.OutC / s.OutW / s.OutH;
            float sum = a.HasBias != 0 ? a.Bias[o] : 0f;
            for (int ky = 0; ky < s.KernelH; ky++)
            {
                int iy = (oy * s.Stride) - s.Padding + ky;
                for (int kx = 0; kx < s.KernelW; kx++)
                {
                    int ix = (ox * s.Stride) - s.Padding + kx;
                    if (iy >= 0 && iy < s.H && ix >= 0 && ix < s.W)
                    {
                        int x = ((((n * s.H) + iy) * s.W) + ix) * s.C, w = ((ky * s.KernelW) + kx) * s.C * s.OutC;
                        for (int c = 0; c < s.C; c++)
                        {
                            sum += a.X[x + c] * a.Weight[w + (c * s.OutC) + o];
                        }
                    }
                }
            }

            a.Y[i] = a.Activation.Forward(new ScalarLane(sum)).Value;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Weight, Bias, Y;
        internal ConvShape S;
        internal int HasBias, Count;
        internal TActivation Activation;
    }
}
