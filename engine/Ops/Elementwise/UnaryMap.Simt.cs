using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct UnaryMap<TOp>
{
    public void Run(SimtDevice device) =>
        device.LaunchPerElement(Kernel, _count, new Args { X = device.View(_x), Y = device.View(_y), Op = _op, Count = _count });

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            a.Y[i] = a.Op.Forward(new ScalarLane(a.X[i])).Value;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> X, Y;
        internal TOp Op;
        internal int Count;
    }
}
