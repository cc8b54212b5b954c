using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Upsampling;

internal readonly unsafe partial struct UpsampleForward
{
    public void Run(SimdDevice device)
    {
        var body = new Body { X = device.Pointer(_x), Y = device.Pointer(_y), Shape = _shape };
        device.For(_shape.N * _shape.H, ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* X, Y;
        internal UpsampleShape Shape;

        public readonly void Invoke(int row)
        {
            int channels = Shape.C, length = Shape.W * Shape.Factor * channels;
            float* x = X + ((nint)row * Shape.W * channels), start = Y + ((nint)row * Shape.Factor * length), y = start;
            for (int ix = 0; ix < Shape.W; ix++, x += channels)
            {
                for (int copy = 0; copy < Shape.Factor; copy++, y += channels)
                {
                    new ReadOnlySpan<float>(x, channels).CopyTo(new Span<float>(y, channels));
                }
            }

            for (int copy = 1; copy < Shape.Factor; copy++, y += length)
            {
                new ReadOnlySpan<float>(start, length).CopyTo(new Span<float>(y, length));
            }
        }
    }
}

internal readonly unsafe partial struct UpsampleBackward
{
    public void Run(SimdDevice device)
    {
        var body = new Body { Dy = device.Pointer(_dy), Dx = device.Pointer(_dx), Shape = _shape };
        device.For(_shape.N * _shape.H, ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* Dy, Dx;
        internal UpsampleShape Shape;

        public readonly void Invoke(int row)
        {
            int length = Shape.W * Shape.Factor * Shape.C;
            var pixel = new Pixel
            {
                Dy = Dy + ((nint)row * Shape.Factor * length),
                Dx = Dx + ((nint)row * Shape.W * Shape.C),
                RowLength = length,
                Channels = Shape.C,
                Factor = Shape.Factor,
            };
            for (int ix = 0; ix < Shape.W; ix++)
            {
                ElementLoop.Range(ref pixel, 0, Shape.C);
                pixel.Dy += Shape.Factor * Shape.C;
                pixel.Dx += Shape.C;
            }
        }
    }

    private struct Pixel : IElementBody
    {
        internal float* Dy, Dx;
        internal int RowLength, Channels, Factor;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int channel)
            where T : struct, IHostLane<T>
        {
            var sum = T.Constant(0);
            for (int ky = 0; ky < Factor; ky++)
            {
                float* dy = Dy + ((nint)ky * RowLength) + channel;
                for (int kx = 0; kx < Factor; kx++)
                {
                    sum += T.Load(dy + ((nint)kx * Channels));
                }
            }

            T.Store(sum, Dx + channel);
        }
    }
}
