namespace ILGpuAutoencoders.Models;

/// <summary>What a <see cref="PictureService"/> may be asked for.</summary>
public enum PictureTask
{
    /// <summary>Reconstructions, as <c>reconstruct</c> makes them.</summary>
    Reconstruct,

    /// <summary>Pictures without their noise, as <c>denoise</c> makes them.</summary>
    Denoise,

    /// <summary>Latent vectors, as <c>embed</c> writes them, and pictures of latent vectors.</summary>
    Embed,

    /// <summary>Anomaly scores, as <c>anomaly score</c> gives them.</summary>
    Score,

    /// <summary>.iae files and back, as <c>compress</c> and <c>decompress</c> make them.</summary>
    Compress,

    /// <summary>Principal axes of the latent space, and the nearest of the pictures that the run was trained on.</summary>
    Explore,
}
