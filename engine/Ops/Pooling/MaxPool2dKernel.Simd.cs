using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Pooling;

internal readonly unsafe partial struct MaxPoolForward
{
    public void Run(SimdDevice device)
    {
        var body = new Body { X = device.Pointer(_x), Y = device.Pointer(_y), S = _shape };
        device.For(_shape.N * _shape.OutH, ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* X, Y;
        internal PoolShape S;

        public readonly void Invoke(int row)
        {
            int n = row / S.OutH, oy = row % S.OutH, rowLength = S.W * S.C;
            var window = new Window
            {
                X = X + (((nint)n * S.H) + (oy * S.Stride)) * rowLength,
                Y = Y + ((nint)row * S.OutW * S.C),
                RowLength = rowLength,
                Channels = S.C,
                Kernel = S.Kernel,
            };
            for (int ox = 0; ox < S.OutW; ox++)
            {
                ElementLoop.Range(ref window, 0, S.C);
                window.X += S.Stride * S.C;
                window.Y += S.C;
            }
        }
    }

    private struct Window : IElementBody
    {
        internal float* X, Y;
        internal int RowLength, Channels, Kernel;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int channel)
            where T : struct, IHostLane<T>
        {
            var largest = T.Load(X + channel);
            for (int ky = 0; ky < Kernel; ky++)
            {
                float* x = X + ((nint)ky * RowLength) + channel;
                for (int kx = 0; kx < Kernel; kx++)
                {
                    largest = T.Max(T.Load(x + ((nint)kx * Channels)), largest);
                }
            }

            T.Store(largest, Y + channel);
        }
    }
}

internal readonly unsafe partial struct MaxPoolBackward
{
    public void Run(SimdDevice device)
    {
        var body = new Body
        {
            X = device.Pointer(_x),
            Y = device.Pointer(_y),
            Dy = device.Pointer(_dy),
            Dx = device.Pointer(_dx),
            S = _shape,
        };
        device.For(_shape.N * _shape.H, ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* X, Y, Dy, Dx;
        internal PoolShape S;

        public readonly void Invoke(int row)
        {
            int n = row / S.H, iy = row % S.H;
            nint picture = (nint)n * S.H * S.W * S.C, pooled = (nint)n * S.OutH * S.OutW * S.C;
            var pixel = new Pixel
            {
                X = X + picture,
                Y = Y + pooled,
                Dy = Dy + pooled,
                Dx = Dx + picture,
                S = S,
                Row = iy,
                FirstRow = S.FirstWindow(iy),
                LastRow = S.LastWindow(iy, S.OutH),
            };
            for (int ix = 0; ix < S.W; ix++)
            {
                (pixel.Column, pixel.FirstColumn, pixel.LastColumn) = (ix, S.FirstWindow(ix), S.LastWindow(ix, S.OutW));
                ElementLoop.Range(ref pixel, 0, S.C);
            }
        }
    }

    private struct Pixel : IElementBody
    {
        internal float* X, Y, Dy, Dx;
        internal PoolShape S;
        internal int Row, Column, FirstRow, LastRow, FirstColumn, LastColumn;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int channel)
            where T : struct, IHostLane<T>
        {
            nint here = ((((nint)Row * S.W) + Column) * S.C) + channel;
            T x = T.Load(X + here), sum = T.Constant(0), zero = T.Constant(0);
            for (int oy = FirstRow; oy <= LastRow; oy++)
            {
                for (int ox = FirstColumn; ox <= LastColumn; ox++)
                {
                    nint window = ((((nint)oy * S.OutW) + ox) * S.C) + channel;
                    var largest = T.Load(Y + window);
                    var term = T.WhereGreater(largest, x, zero, T.Load(Dy + window));
                    for (int py = oy * S.Stride; py <= Row; py++)
                    {
                        int end = py == Row ? Column : (ox * S.Stride) + S.Kernel;
                        for (int px = ox * S.Stride; px < end; px++)
                        {
                            term = T.WhereGreater(largest, T.Load(X + ((((nint)py * S.W) + px) * S.C) + channel), term, zero);
                        }
                    }

                    sum += term;
                }
            }

            T.Store(sum, Dx + here);
        }
    }
}
