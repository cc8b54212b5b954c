namespace ILGpuAutoencoders.Models;

/// <summary>What an option decides, and with it whether a run may be resumed with another value.</summary>
public enum OptionScope
{
    /// <summary>The numbers: a run keeps it from the first step to the last, and its state says so.</summary>
    Numbers,

    /// <summary>When training ends; it may be changed by resuming.</summary>
    End,

    /// <summary>Where pictures and processors are; it may be changed by resuming.</summary>
    Place,

    /// <summary>What the first step starts from; it has no meaning after that, so it cannot be changed by resuming.</summary>
    Start,
}
