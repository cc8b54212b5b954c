using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

internal readonly unsafe partial struct BatchStatistics
{
    public void Run(SimdDevice device)
    {
        float* moments = ChannelMoments.OfAllRows(device, device.Pointer(_x), _rows, _channels), statistics = device.Pointer(_statistics);
        var body = new Body
        {
            Mean = moments,
            Squares = moments + _channels,
            RunningMean = device.Pointer(_runningMean),
            RunningVariance = device.Pointer(_runningVariance),
            ResultMean = statistics,
            ResultInverse = statistics + _channels,
            Rows = _rows,
            Momentum = _momentum,
            Epsilon = _epsilon,
        };
        ElementLoop.Run(device, _channels, ref body);
        *device.Pointer(_tracked) += 1;
    }

    private struct Body : IElementBody
    {
        internal float* Mean, Squares, RunningMean, RunningVariance, ResultMean, ResultInverse;
        internal int Rows;
        internal float Momentum, Epsilon;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            T mean = T.Load(Mean + i), squares = T.Load(Squares + i), old = T.Constant(1 - Momentum);
            T.Store(mean, ResultMean + i);
            T.Store(T.Constant(1) / T.Sqrt((squares / T.Constant(Rows)) + T.Constant(Epsilon)), ResultInverse + i);
            T.Store((T.Load(RunningMean + i) * old) + (mean * T.Constant(Momentum)), RunningMean + i);
            T.Store((T.Load(RunningVariance + i) * old) + (squares * T.Constant(Momentum / (Rows - 1))), RunningVariance + i);
        }
    }
}

internal readonly unsafe partial struct RunningStatistics
{
    public void Run(SimdDevice device)
    {
        float* statistics = device.Pointer(_statistics);
        var body = new Body
        {
            Mean = device.Pointer(_runningMean),
            Variance = device.Pointer(_runningVariance),
            ResultMean = statistics,
            ResultInverse = statistics + _channels,
            Epsilon = _epsilon,
        };
        ElementLoop.Run(device, _channels, ref body);
    }

    private struct Body : IElementBody
    {
        internal float* Mean, Variance, ResultMean, ResultInverse;
        internal float Epsilon;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(int i)
            where T : struct, IHostLane<T>
        {
            T.Store(T.Load(Mean + i), ResultMean + i);
            T.Store(T.Constant(1) / T.Sqrt(T.Load(Variance + i) + T.Constant(Epsilon)), ResultInverse + i);
        }
    }
}
