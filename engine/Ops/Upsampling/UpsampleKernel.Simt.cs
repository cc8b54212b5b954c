using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Upsampling;

internal readonly partial struct UpsampleForward
{
    public void Run(SimtDevice device)
    {
        var body = new SimtBody { X = device.View(_x), Y = device.View(_y), S = _shape };
        SimtLoop<SimtBody>.Launch(device, _shape.Large.Count, body, _shape.C % 4 == 0, _x, _y);
    }

    internal struct SimtBody : IElementBody<ArrayView<float>>
    {
        internal ArrayView<float> X, Y;
        internal UpsampleShape S;

        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, ArrayView<float>>
        {
            var s = S;
            int width = s.W * s.Factor, c = i % s.C, pixel = i / s.C, ox = pixel % width, row = pixel / width;
            T.Store(T.Load(X, (((row / s.Factor * s.W) + (ox / s.Factor)) * s.C) + c), Y, i);
        }
    }
}

internal readonly partial struct UpsampleBackward
{
    public void Run(SimtDevice device)
    {
        var body = new SimtBody { Dy = device.View(_dy), Dx = device.View(_dx), S = _shape };
        SimtLoop<SimtBody>.Launch(device, _shape.Small.Count, body, _shape.C % 4 == 0, _dy, _dx);
    }

    internal struct SimtBody : IElementBody<ArrayView<float>>
    {
        internal ArrayView<float> Dy, Dx;
        internal UpsampleShape S;

        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, ArrayView<float>>
        {
            var s = S;
            int width = s.W * s.Factor, c = i % s.C, pixel = i / s.C, ix = pixel % s.W, row = pixel / s.W;
            var sum = T.Constant(0);
            for (int ky = 0; ky < s.Factor; ky++)
            {
                int dy = (((((row * s.Factor) + ky) * width) + (ix * s.Factor)) * s.C) + c;
                for (int kx = 0; kx < s.Factor; kx++)
                {
                    sum += T.Load(Dy, dy + (kx * s.C));
                }
            }

            T.Store(sum, Dx, i);
        }
    }
}
