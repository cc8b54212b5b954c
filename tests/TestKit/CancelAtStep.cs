using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>Cancels after a step of a training.</summary>
internal sealed class CancelAtStep(int step, CancellationTokenSource source) : ITrainingObserver
{
    public void Stepped(in TrainingStep made)
    {
        if (made.Step == step)
        {
            source.Cancel();
        }
    }
}
