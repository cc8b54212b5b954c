namespace ILGpuAutoencoders.Data;

/// <summary>The three parts of a data set.</summary>
public enum DatasetSplit
{
    /// <summary>What a model learns from.</summary>
    Train,

    /// <summary>What training is watched and thresholds are set on.</summary>
    Val,

    /// <summary>What results are stated on.</summary>
    Test,
}
