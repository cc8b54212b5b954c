using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct UnaryMapBackward<TOp>
{
    public void Run(SimtDevice device) =>
        device.LaunchPerElement(Kernel, _count, new Args { Saved = device.View(_saved), Dy = device.View(_dy), Dx = device.View(_dx), Op = _op, Count = _count });

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            a.Dx[i] = a.Dy[i] * a.Op.Derivative(new ScalarLane(a.Saved[i])).Value;
        }
    }

    internal struct Args
    {
        internal ArrayView<float> Saved, Dy, Dx;
        internal TOp Op;
        internal int Count;
    }
}
