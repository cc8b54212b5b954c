using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Cropping;

internal readonly partial struct CropKernel
{
    public void Run(SimtDevice device) => SimtLoop<SimtBody>.Launch(
        device,
        _pictures * _part.Height * _part.Length,
        new()
        {
            From = device.View(_from),
            To = device.View(_to),
            WholeHeight = _whole.Height,
            WholeLength = _whole.Length,
            Length = new(_part.Length),
            Height = new(_part.Height),
            Top = _top,
            Start = _start,
        },
        (_whole.Length | _part.Length | _start) % 4 == 0,
        _from,
        _to);

    internal struct SimtBody : IElementBody<ArrayView<float>>
    {
        internal ArrayView<float> From, To;
        internal int WholeHeight, WholeLength, Top, Start;
        internal Divisor Length, Height;

        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, ArrayView<float>>
        {
            int line = Length.Divide(i), column = Length.Rest(i, line) + Start;
            int picture = Height.Divide(line), row = Height.Rest(line, picture) + Top;
            var value = T.Constant(0);
            if (row >= 0 && row < WholeHeight && column >= 0 && column < WholeLength)
            {
                value = T.Load(From, (((picture * WholeHeight) + row) * WholeLength) + column);
            }

            T.Store(value, To, i);
        }
    }
}
