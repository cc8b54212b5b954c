using ILGPU;
using ILGpuAutoencoders.Engine.Shapes;

namespace ILGpuAutoencoders.Engine.Lanes;

/// <summary>The Simt loop over rows of broadcast operands: one element per thread.</summary>
internal static class BroadcastRows<TBody>
    where TBody : struct, IBroadcastBody<ArrayView<float>>
{
    internal static void Launch(SimtDevice device, in BroadcastShape shape, in Broadcast<ArrayView<float>, TBody> elements)
    {
        int count = shape.Rows * shape.N3;
        device.LaunchPerElement(Kernel, count, new Args { Elements = elements, Shape = shape, Count = count });
    }

    private static void Kernel(Args k)
    {
        for (int i = GridLoop.Start; i < k.Count; i = GridLoop.After(i))
        {
            int row = i / k.Shape.N3, column = i - (row * k.Shape.N3);
            var a = k.Elements.A.Load<ScalarLane>(k.Shape.RowA(row), column);
            k.Elements.Body.Invoke(i, a, k.Elements.B.Load<ScalarLane>(k.Shape.RowB(row), column));
        }
    }

    internal struct Args
    {
        internal Broadcast<ArrayView<float>, TBody> Elements;
        internal BroadcastShape Shape;
        internal int Count;
    }
}
