using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>An autoencoder whose pictures pass through a latent vector.</summary>
/// <param name="options">What it is built from.</param>
/// <param name="graph">The network; it names its latent values.</param>
internal class LatentAutoencoder(LatentOptions options, NetworkGraph graph) : Autoencoder(options, graph), ILatentModel
{
    public int Latent => options.Latent;

    public Tensor Encode(Tensor pictures, ForwardPass pass) => Graph.Forward(Graph.Input, pictures, pass, Graph.Latents[0].Value)[0];

    public Tensor Decode(Tensor latent, ForwardPass pass) => Graph.Forward(Graph.Latents[0].Value, latent, pass, Graph.Output)[0];
}
