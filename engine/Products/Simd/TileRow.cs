using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>What the register tiles share: one step of a row, and its end.</summary>
internal static unsafe class TileRow<T>
    where T : struct, IHostLane<T>
{
    /// <summary>Adds one value of A times two lanes of B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Step(float a, T b0, T b1, ref T x, ref T y)
    {
        var lane = T.Constant(a);
        T.AddProduct(ref x, lane, b0);
        T.AddProduct(ref y, lane, b1);
    }

    /// <summary>Adds what the row held before, applies bias and activation if the sum is complete, and writes the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Finish<TActivation>(in TileTask task, float* c, T x, T y, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        if (task.Accumulate)
        {
            x += T.Load(c);
            y += T.Load(c + T.Width);
        }

        if (task.IsLast)
        {
            if (task.Bias != null)
            {
                x += T.Load(task.Bias);
                y += T.Load(task.Bias + T.Width);
            }

            x = activation.Forward(x);
            y = activation.Forward(y);
        }

        T.Store(x, c);
        T.Store(y, c + T.Width);
    }
}
