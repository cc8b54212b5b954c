using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct BatchStatistics
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _channels, new Args
    {
        Moments = device.View(_moments),
        Statistics = device.View(_statistics),
        RunningMean = device.View(_runningMean),
        RunningVariance = device.View(_runningVariance),
        Tracked = device.View(_tracked),
        Rows = _rows,
        Channels = _channels,
        Momentum = _momentum,
        Epsilon = _epsilon,
    });

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Channels; i = GridLoop.After(i))
        {
            float mean = a.Moments[i], squares = a.Moments[a.Channels + i], old = 1 - a.Momentum;
            a.Statistics[i] = mean;
            a.Statistics[a.Channels + i] = 1 / MathF.Sqrt((squares / a.Rows) + a.Epsilon);
            a.RunningMean[i] = (a.RunningMean[i] * old) + (mean * a.Momentum);
            a.RunningVariance[i] = (a.RunningVariance[i] * old) + (squares * (a.Momentum / (a.Rows - 1)));
            if (i == 0)
            {
                a.Tracked[0] += 1;
            }
        }
    }

    internal struct Args
    {
        internal ArrayView<float> Moments, Statistics, RunningMean, RunningVariance, Tracked;
        internal int Rows, Channels;
        internal float Momentum, Epsilon;
    }
}

internal readonly partial struct RunningStatistics
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _channels, new Args
    {
        Mean = device.View(_runningMean),
        Variance = device.View(_runningVariance),
        Statistics = device.View(_statistics),
        Channels = _channels,
        Epsilon = _epsilon,
    });

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Channels; i = GridLoop.After(i))
        {
            a.Statistics[i] = a.Mean[i];
            a.Statistics[a.Channels + i] = 1 / MathF.Sqrt(a.Variance[i] + a.Epsilon);
        }
    }

    internal struct Args
    {
        internal ArrayView<float> Mean, Variance, Statistics;
        internal int Channels;
        internal float Epsilon;
    }
}
