using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models.Families.Described;

/// <summary>A network from pictures to pictures without a latent vector.</summary>
internal sealed class DirectAutoencoder(AutoencoderOptions options, NetworkGraph graph) : Autoencoder(options, graph);
