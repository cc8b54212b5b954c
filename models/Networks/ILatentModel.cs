using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>A model whose pictures pass through a vector of numbers, and can be drawn from one.</summary>
public interface ILatentModel
{
    /// <summary>Length of the vector, 1 or more.</summary>
    int Latent { get; }

    /// <summary>Pictures to latent vectors.</summary>
    /// <param name="pictures">[N, H, W, C].</param>
    /// <param name="pass">Training or inference.</param>
    /// <returns>[N, L].</returns>
    Tensor Encode(Tensor pictures, ForwardPass pass);

    /// <summary>Latent vectors to pictures.</summary>
    /// <param name="latent">[N, L].</param>
    /// <param name="pass">Training or inference.</param>
    /// <returns>[N, H, W, C] with values in [0, 1].</returns>
    Tensor Decode(Tensor latent, ForwardPass pass);
}
