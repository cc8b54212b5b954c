namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

/// <summary>
/// The mean m and the sum of squared deviations s of each channel of x, [rows, channels], become statistics = [m; 1 / √(s / n + ε)] and
/// move the running averages: running mean ← (1 - momentum) · itself + momentum · m, running variance likewise with s / (n - 1),
/// tracked ← tracked + 1. The count is kept on the device, so that a replayed step counts too.
/// </summary>
internal readonly partial struct BatchStatistics(
    Storage x, Storage statistics, Storage runningMean, Storage runningVariance, Storage tracked, int rows, int channels,
    float momentum, float epsilon) : IKernel
{
    private readonly Storage _x = x, _statistics = statistics;
    private readonly Storage _runningMean = runningMean, _runningVariance = runningVariance, _tracked = tracked;
    private readonly int _rows = rows, _channels = channels;
    private readonly float _momentum = momentum, _epsilon = epsilon;
}

/// <summary>statistics = [running mean; 1 / √(running variance + ε)].</summary>
internal readonly partial struct RunningStatistics(
    Storage runningMean, Storage runningVariance, Storage statistics, int channels, float epsilon) : IKernel
{
    private readonly Storage _runningMean = runningMean, _runningVariance = runningVariance, _statistics = statistics;
    private readonly int _channels = channels;
    private readonly float _epsilon = epsilon;
}
