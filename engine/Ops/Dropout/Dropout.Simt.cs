using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct Dropout
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, (_count + 3) / 4, new Args
    {
        X = device.View(_x),
        Y = device.View(_y),
        Random = device.View(_random).Cast<uint>(),
        Count = _count,
        Stream = _stream,
        Threshold = _threshold,
        Scale = _scale,
    });

    private static void Kernel(Args a)
    {
        uint key0 = a.Random[0], key1 = a.Random[1], step = a.Random[2];
        int blocks = (a.Count + 3) / 4;
        for (int block = GridLoop.Start; block < blocks; block = GridLoop.After(block))
        {
            var words = Philox.Generate((uint)block, 0, step, a.Stream, key0, key1);
            int i = block * 4;
            Keep(a, i, words.X);
            Keep(a, i + 1, words.Y);
            Keep(a, i + 2, words.Z);
            Keep(a, i + 3, words.W);
        }
    }

    private static void Keep(Args a, int i, uint word)
    {
        if (i < a.Count)
        {
            a.Y[i] = word >= a.Threshold ? a.X[i] * a.Scale : 0;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Y;
        internal ArrayView<uint> Random;
        internal int Count;
        internal uint Stream, Threshold;
        internal float Scale;
    }
}
