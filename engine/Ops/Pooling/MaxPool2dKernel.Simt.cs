using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Pooling;

internal readonly partial struct MaxPoolForward
{
    public void Run(SimtDevice device)
    {
        var body = new SimtBody { X = device.View(_x), Y = device.View(_y), S = _shape };
        SimtLoop<SimtBody>.Launch(device, _shape.Output.Count, body, _shape.C % 4 == 0, _x, _y);
    }

    internal struct SimtBody : IElementBody<ArrayView<float>>
    {
        internal ArrayView<float> X, Y;
        internal PoolShape S;

        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, ArrayView<float>>
        {
            var s = S;
            int c = i % s.C, pixel = i / s.C, ox = pixel % s.OutW, oy = pixel / s.OutW % s.OutH, n = pixel / s.OutW / s.OutH;
            int first = (((((n * s.H) + (oy * s.Stride)) * s.W) + (ox * s.Stride)) * s.C) + c;
            var largest = T.Load(X, first);
            for (int ky = 0; ky < s.Kernel; ky++)
            {
                for (int kx = 0; kx < s.Kernel; kx++)
                {
                    largest = T.Max(T.Load(X, first + (((ky * s.W) + kx) * s.C)), largest);
                }
            }

            T.Store(largest, Y, i);
        }
    }
}

internal readonly partial struct MaxPoolBackward
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _shape.Input.Count, new Args
    {
        X = device.View(_x),
        Y = device.View(_y),
        Dy = device.View(_dy),
        Dx = device.View(_dx),
        S = _shape,
        Count = _shape.Input.Count,
    });

    private static void Kernel(Args a)
    {
        var s = a.S;
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            int c = i % s.C, pixel = i / s.C, ix = pixel % s.W, iy = pixel / s.W % s.H, n = pixel / s.W / s.H;
            int lastRow = s.LastWindow(iy, s.OutH), firstColumn = s.FirstWindow(ix), lastColumn = s.LastWindow(ix, s.OutW);
            float sum = 0;
            for (int oy = s.FirstWindow(iy); oy <= lastRow; oy++)
            {
                for (int ox = firstColumn; ox <= lastColumn; ox++)
                {
                    int window = ((((n * s.OutH) + oy) * s.OutW) + ox) * s.C;
                    float largest = a.Y[window + c];
                    int earlier = a.X[i] < largest ? 1 : 0;
                    for (int py = oy * s.Stride; earlier == 0 && py <= iy; py++)
                    {
                        int end = py == iy ? ix : (ox * s.Stride) + s.Kernel;
                        for (int px = ox * s.Stride; px < end; px++)
                        {
                            earlier = a.X[((((n * s.H) + py) * s.W) + px) * s.C + c] < largest ? earlier : 1;
                        }
                    }

                    sum += earlier == 0 ? a.Dy[window + c] : 0;
                }
            }

            a.Dx[i] = sum;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Y, Dy, Dx;
        internal PoolShape S;
        internal int Count;
    }
}
