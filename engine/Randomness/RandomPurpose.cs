namespace ILGpuAutoencoders.Engine;

/// <summary>
/// What random numbers are drawn for. It is the top word of the Philox counter, so that no two purposes share numbers under one seed.
/// </summary>
/// <remarks>The values are part of what a seed means: never renumber them.</remarks>
public enum RandomPurpose
{
    /// <summary>No particular purpose.</summary>
    None = 0,

    /// <summary>Starting weights and biases.</summary>
    Initialization = 1,

    /// <summary>The order of pictures within an epoch.</summary>
    Shuffle = 2,

    /// <summary>Noise added to inputs.</summary>
    Noise = 3,

    /// <summary>Dropout masks.</summary>
    Dropout = 4,

    /// <summary>Drawn faces.</summary>
    Faces = 5,

    /// <summary>The split of pictures into train, val and test.</summary>
    Split = 6,

    /// <summary>Augmentation of training pictures.</summary>
    Augmentation = 7,

    /// <summary>The eps of a variational autoencoder's latent vectors.</summary>
    Latent = 8,

    /// <summary>New pictures sampled from a trained model.</summary>
    Sampling = 9,

    /// <summary>Random subsets and starting vectors of statistics such as PCA.</summary>
    Statistics = 10,

    /// <summary>Drawn pictures of anything but faces.</summary>
    Others = 11,
}
