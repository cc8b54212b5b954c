namespace ILGpuAutoencoders.Engine.Ops.Stochastic;

internal readonly unsafe partial struct Normal
{
    /// <summary>A multiple of 4: the words of one counter stay together.</summary>
    private const int Piece = 1 << 12;

    public void Run(SimdDevice device)
    {
        uint* random = (uint*)device.Pointer(_random);
        var body = new Body
        {
            Y = device.Pointer(_y),
            Count = _count,
            Stream = _stream,
            Key0 = random[0],
            Key1 = random[1],
            Step = random[2],
        };
        device.For((_count + Piece - 1) / Piece, ref body);
    }

    private struct Body : IParallelBody
    {
        internal float* Y;
        internal int Count;
        internal uint Stream, Key0, Key1, Step;

        public readonly void Invoke(int index)
        {
            int end = Math.Min(Count, (index + 1) * Piece);
            for (int i = index * Piece; i < end; i += 4)
            {
                var words = Philox.Generate((uint)i / 4, 0, Step, Stream, Key0, Key1);
                Y[i] = OfWord(words.X);
                PutIfInside(i + 1, end, words.Y);
                PutIfInside(i + 2, end, words.Z);
                PutIfInside(i + 3, end, words.W);
            }
        }

        private readonly void PutIfInside(int i, int end, uint word)
        {
            if (i < end)
            {
                Y[i] = OfWord(word);
            }
        }
    }
}
