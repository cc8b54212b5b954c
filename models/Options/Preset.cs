namespace ILGpuAutoencoders.Models;

/// <summary>What options of training are where they are not set.</summary>
public enum Preset
{
    /// <summary>The best recipe known for the family: start, schedule, batch size, augmentation, epochs.</summary>
    Best,

    /// <summary>The same for every family: random weights, Adam at 0.001, batches of 64, a constant rate, no augmentation.</summary>
    Plain,
}
