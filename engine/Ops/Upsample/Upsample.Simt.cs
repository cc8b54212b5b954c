using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct UpsampleForward
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _shape.Large.Count, new Args
    {
        X = device.View(_x),
        Y = device.View(_y),
        S = _shape,
        Count = _shape.Large.Count,
    });

    private static void Kernel(Args a)
    {
        var s = a.S;
        int width = s.W * s.Factor;
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            int c = i % s.C, pixel = i / s.C, ox = pixel % width, row = pixel / width;
            a.Y[i] = a.X[(((row / s.Factor * s.W) + (ox / s.Factor)) * s.C) + c];
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Y;
        internal UpsampleShape S;
        internal int Count;
    }
}

internal readonly partial struct UpsampleBackward
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _shape.Small.Count, new Args
    {
        Dy = device.View(_dy),
        Dx = device.View(_dx),
        S = _shape,
        Count = _shape.Small.Count,
    });

    private static void Kernel(Args a)
    {
        var s = a.S;
        int width = s.W * s.Factor;
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            int c = i % s.C, pixel = i / s.C, ix = pixel % s.W, row = pixel / s.W;
            float sum = 0;
            for (int ky = 0; ky < s.Factor; ky++)
            {
                int dy = (((((row * s.Factor) + ky) * width) + (ix * s.Factor)) * s.C) + c;
                for (int kx = 0; kx < s.Factor; kx++)
                {
                    sum += a.Dy[dy + (kx * s.C)];
                }
            }

            a.Dx[i] = sum;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> Dy, Dx;
        internal UpsampleShape S;
        internal int Count;
    }
}
