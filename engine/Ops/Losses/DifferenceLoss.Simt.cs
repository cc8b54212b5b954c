using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct DifferenceLoss<TLoss>
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, Pieces(_count), new Args
    {
        Prediction = device.View(_prediction),
        Target = device.View(_target),
        Sums = device.View(_sums),
        Count = _count,
        Pieces = Pieces(_count),
    });

    private static void Kernel(Args a)
    {
        for (int piece = GridLoop.Start; piece < a.Pieces; piece += GridLoop.Stride)
        {
            int start = piece * Piece, end = Math.Min(a.Count, start + Piece);
            float sum = 0;
            for (int i = start; i < end; i++)
            {
                sum += default(TLoss).Value(new ScalarLane(a.Prediction[i] - a.Target[i])).Value;
            }

            a.Sums[piece] = sum;
        }
    }

    private struct Args
    {
        internal ArrayView<float> Prediction, Target, Sums;
        internal int Count, Pieces;
    }
}

internal readonly partial struct DifferenceLossGradient<TLoss>
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _count, new Args
    {
        Prediction = device.View(_prediction),
        Target = device.View(_target),
        LossGradient = device.View(_lossGradient),
        Gradient = device.View(_gradient),
        Scale = _scale,
        Count = _count,
    });

    private static void Kernel(Args a)
    {
        float scale = a.Scale * a.LossGradient[0];
        for (int i = GridLoop.Start; i < a.Count; i += GridLoop.Stride)
        {
            a.Gradient[i] = scale * default(TLoss).Derivative(new ScalarLane(a.Prediction[i] - a.Target[i])).Value;
        }
    }

    private struct Args
    {
        internal ArrayView<float> Prediction, Target, LossGradient, Gradient;
        internal float Scale;
        internal int Count;
    }
}
