using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.TestKit;

internal static class SizedFamilies
{
    /// <summary>The options with another size of pictures, and of the latent vector where there is one.</summary>
    internal static AutoencoderOptions Sized(this AutoencoderOptions options, int imageSize, int latent)
    {
        var sized = options with { ImageSize = imageSize };
        return sized is LatentOptions latents ? latents with { Latent = latent } : sized;
    }
}
