using System.Diagnostics;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Reads losses from the device and detects numbers that are no longer finite.</summary>
/// <param name="arena">Weights and gradients.</param>
/// <param name="total">The losses.</param>
/// <param name="readsAreFree">Whether reading a loss never waits: then it is read after every step, else twice a second.</param>
internal sealed class DivergenceWatch(ParameterArena arena, LossTotal total, bool readsAreFree)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    private long _lastLook = Stopwatch.GetTimestamp();

    /// <summary>The sum of losses that was read last.</summary>
    internal float Total { get; private set; }

    /// <summary>The latest loss that was read.</summary>
    internal float Latest { get; private set; } = float.NaN;

    /// <summary>Checks the loss if that is free or due, and gradients if that is due.</summary>
    /// <returns>What is not finite, as a phrase; null if nothing was found.</returns>
    internal string? Look() => Look(Stopwatch.GetElapsedTime(_lastLook) > s_interval);

    /// <summary>Checks everything: what is saved after that is finite.</summary>
    /// <returns>What is not finite, as a phrase; null if nothing is.</returns>
    internal string? LookAtAll() => Look(isDue: true) ?? (arena.FirstBadValue() is { } bad ? $"{bad.Name} is not finite" : null);

    private string? Look(bool isDue)
    {
        if (isDue || readsAreFree)
        {
            (Total, Latest) = total.Read();
        }

        bool isLossFinite = float.IsFinite(Total);
        if (isLossFinite && !isDue)
        {
            return null;
        }

        _lastLook = Stopwatch.GetTimestamp();
        string? layer = arena.FirstBadGradient()?.Name;
        return isLossFinite
            ? layer is null ? null : $"the gradient of {layer} is not finite"
            : layer is null ? "the loss is not finite" : $"the loss is not finite, nor is the gradient of {layer}";
    }
}
