using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct ConvByWeight
{
    public void Run(SimtDevice device)
    {
        int count = _shape.PatchLength * _shape.OutC;
        device.LaunchPerElement(Kernel, count, new Args { X = device.View(_x), Dy = device.View(_dy), Dw = device.View(_dw), S = _shape, Count = count });
    }

    private static void Kernel(Args a)
    {
        var s = a.S;
        for (int i = GridLoop.Start; i < a.Count; i += GridLoop.Stride)
        {
            int o = i % s.OutC, c = i / s.OutC % s.C, kx = i / s.OutC / s.C % s.KernelW, ky = i / s.OutC / s.C / s.KernelW;
            float sum = 0;
            for (int n = 0; n < s.N; n++)
            {
                for (int oy = 0; oy < s.OutH; oy++)
                {
                    int iy = (oy * s.Stride) - s.Padding + ky;
                    for (int ox = 0; ox < s.OutW; ox++)
                    {
                        int ix = (ox * s.Stride) - s.Padding + kx;
                        if (iy >= 0 && iy < s.H && ix >= 0 && ix < s.W)
                        {
                            sum += a.X[(((((n * s.H) + iy) * s.W) + ix) * s.C) + c] * a.Dy[(((((n * s.OutH) + oy) * s.OutW) + ox) * s.OutC) + o];
                        }
                    }
                }
            }

            a.Dw[i] = sum;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Dy, Dw;
        internal ConvShape S;
        internal int Count;
    }
}
