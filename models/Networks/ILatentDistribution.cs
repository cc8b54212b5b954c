using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// A model that knows a normal distribution of latent vectors for each picture, and was trained towards N(0, 1) over all pictures: decoded
/// points of N(0, 1) are new pictures.
/// </summary>
public interface ILatentDistribution : ILatentModel
{
    /// <summary>Pictures to their distributions, in which the units are independent.</summary>
    /// <param name="pictures">[N, H, W, C].</param>
    /// <param name="pass">Training or inference.</param>
    /// <returns>Mean and logarithm of the variance, each [N, L].</returns>
    (Tensor Mean, Tensor LogVariance) EncodeDistribution(Tensor pictures, ForwardPass pass);
}
