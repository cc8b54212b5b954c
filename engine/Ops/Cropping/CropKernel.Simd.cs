namespace ILGpuAutoencoders.Engine.Ops.Cropping;

internal readonly unsafe partial struct CropKernel
{
    public void Run(SimdDevice device)
    {
        var body = new Body
        {
            From = device.Pointer(_from),
            To = device.Pointer(_to),
            Whole = _whole,
            Part = _part,
            Top = _top,
            Start = _start,
        };
        device.For(_pictures * _part.Height, ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* From, To;
        internal PictureRows Whole, Part;
        internal int Top, Start;

        public readonly void Invoke(int index)
        {
            int picture = index / Part.Height, row = (index % Part.Height) + Top;
            var to = new Span<float>(To + ((nint)index * Part.Length), Part.Length);
            // Where the row of the whole begins and ends in that of the part.
            int first = Math.Clamp(-Start, 0, Part.Length), end = Math.Clamp(Whole.Length - Start, first, Part.Length);
            if (row < 0 || row >= Whole.Height)
            {
                end = first;
            }

            to[..first].Clear();
            if (end > first)
            {
                float* from = From + ((((nint)picture * Whole.Height) + row) * Whole.Length) + Start + first;
                new ReadOnlySpan<float>(from, end - first).CopyTo(to[first..]);
            }

            to[end..].Clear();
        }
    }
}
