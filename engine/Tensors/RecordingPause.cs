namespace ILGpuAutoencoders.Engine;

/// <summary>While it is alive, operations on its thread are not recorded.</summary>
public readonly ref struct RecordingPause
{
    private readonly bool _wasRecording;

    internal RecordingPause(bool wasRecording) => _wasRecording = wasRecording;

    /// <summary>Restores the state before the pause.</summary>
    public void Dispose() => Autograd.IsRecording = _wasRecording;
}
