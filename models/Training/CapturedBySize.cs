using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Work on batches whose first run of each size is captured; the others replay it and allocate nothing.</summary>
/// <param name="device">Where it runs.</param>
/// <param name="work">What is done with a number of pictures.</param>
internal sealed class CapturedBySize(ComputeDevice device, Action<int> work)
{
    private readonly Dictionary<int, CapturedStep> _captured = [];

    /// <summary>Does the work.</summary>
    /// <param name="count">Number of pictures.</param>
    internal void Run(int count)
    {
        if (_captured.TryGetValue(count, out var captured))
        {
            captured.Replay();
        }
        else
        {
            Capture(count);
        }
    }

    // A method of its own: what a lambda captures is allocated where its scope begins, for replayed steps too.
    private void Capture(int count) => _captured.Add(count, device.Capture(() => work(count)));
}
