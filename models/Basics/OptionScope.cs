namespace ILGpuAutoencoders.Models;

/// <summary>What an option decides, and so whether a run may be resumed with another value.</summary>
public enum OptionScope
{
    /// <summary>The numbers: fixed from the first step to the last, and recorded in the state.</summary>
    Numbers,

    /// <summary>When training ends; resuming may change it.</summary>
    End,

    /// <summary>Where pictures and processors are; resuming may change it.</summary>
    Place,

    /// <summary>What the first step starts from; it has no meaning after that, so resuming cannot change it.</summary>
    Start,
}
