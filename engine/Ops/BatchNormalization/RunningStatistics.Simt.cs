using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

internal readonly partial struct RunningStatistics
{
    public void Run(SimtDevice device) => SimtLoop<SimtBody>.Launch(
        device,
        _channels,
        new()
        {
            Mean = device.View(_runningMean),
            Variance = device.View(_runningVariance),
            Statistics = device.View(_statistics),
            Channels = _channels,
            Epsilon = _epsilon,
        },
        _channels % 4 == 0,
        _runningMean,
        _runningVariance,
        _statistics);

    internal struct SimtBody : IElementBody<ArrayView<float>>
    {
        internal ArrayView<float> Mean, Variance, Statistics;
        internal int Channels;
        internal float Epsilon;

        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, ArrayView<float>>
        {
            T.Store(T.Load(Mean, i), Statistics, i);
            T.Store(T.Constant(1) / T.Sqrt(T.Load(Variance, i) + T.Constant(Epsilon)), Statistics, Channels + i);
        }
    }
}
