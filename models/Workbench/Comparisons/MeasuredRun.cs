using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Workbench.Comparisons;

/// <summary>A run of a comparison with what its page shows.</summary>
/// <param name="Row">What was measured.</param>
/// <param name="Options">Of its training.</param>
/// <param name="Pictures">The fingerprint of the pictures that it was measured on.</param>
/// <param name="Originals">Some of them.</param>
/// <param name="Outputs">What the model makes of these.</param>
/// <param name="Epochs">The rows of metrics.csv.</param>
internal sealed record MeasuredRun(
    ComparedRun Row, TrainingOptions Options, string Pictures, IReadOnlyList<Picture> Originals, IReadOnlyList<Picture> Outputs,
    IReadOnlyList<EpochMetrics> Epochs);
