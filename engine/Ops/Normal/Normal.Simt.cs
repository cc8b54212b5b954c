using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct Normal
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, (_count + 3) / 4, new Args
    {
        Y = device.View(_y),
        Random = device.View(_random).Cast<uint>(),
        Count = _count,
        Stream = _stream,
    });

    private static void Kernel(Args a)
    {
        uint key0 = a.Random[0], key1 = a.Random[1], step = a.Random[2];
        int blocks = (a.Count + 3) / 4;
        for (int block = GridLoop.Start; block < blocks; block += GridLoop.Stride)
        {
            var words = Philox.Generate((uint)block, 0, step, a.Stream, key0, key1);
            int i = block * 4;
            Put(a, i, words.X);
            Put(a, i + 1, words.Y);
            Put(a, i + 2, words.Z);
            Put(a, i + 3, words.W);
        }
    }

    private static void Put(Args a, int i, uint word)
    {
        if (i < a.Count)
        {
            a.Y[i] = OfWord(word);
        }
    }

    internal struct Args
    {
        internal ArrayView<float> Y;
        internal ArrayView<uint> Random;
        internal int Count;
        internal uint Stream;
    }
}
