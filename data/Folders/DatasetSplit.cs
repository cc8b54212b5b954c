namespace ILGpuAutoencoders.Data;

/// <summary>The three parts of a data set.</summary>
public enum DatasetSplit
{
    /// <summary>The pictures that a model is trained on.</summary>
    Train,

    /// <summary>The pictures used to monitor training and to set thresholds.</summary>
    Val,

    /// <summary>The pictures that results are reported on.</summary>
    Test,
}
