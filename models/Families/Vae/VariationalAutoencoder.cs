using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Families.Improved;
using ILGpuAutoencoders.Models.Networks;

namespace ILGpuAutoencoders.Models.Families.Vae;

/// <summary>A variational autoencoder on the layers of the improved family; see the README beside it.</summary>
internal sealed class VariationalAutoencoder(VaeOptions options) : LatentAutoencoder(options, Describe(options)), ILatentDistribution
{
    private const int Width = ImprovedNetwork.PlainWidth;

    /// <inheritdoc/>
    public (Tensor Mean, Tensor LogVariance) EncodeDistribution(Tensor pictures, ForwardPass pass)
    {
        var moments = Graph.Forward(Graph.Input, pictures, pass, Graph.Latents[0].Value, Graph.Latents[1].Value);
        return (moments[0], moments[1]);
    }

    /// <summary>Pictures to their reconstructions: of a drawn point in training, of the mean in inference.</summary>
    /// <param name="pictures">[N, H, W, C].</param>
    /// <param name="pass">Training or inference.</param>
    public override Tensor Forward(Tensor pictures, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        return pass.IsTraining ? ForwardWithDistribution(pictures, pass).Output : base.Forward(pictures, pass);
    }

    /// <summary>The reconstructions of drawn points of the pictures' distributions, and the distributions.</summary>
    internal (Tensor Output, Tensor Mean, Tensor LogVariance) ForwardWithDistribution(Tensor pictures, ForwardPass pass)
    {
        var random = pass.Random
            ?? throw new InvalidOperationException("vae: a training pass needs random numbers; give the ForwardPass a RandomState.");
        var (mean, logVariance) = EncodeDistribution(pictures, pass);
        return (Decode(Sample(mean, logVariance, random), pass), mean, logVariance);
    }

    /// <summary>A point of each distribution: z = mean + exp(logVariance / 2) · eps, through which gradients flow to both.</summary>
    /// <param name="mean">[N, L].</param>
    /// <param name="logVariance">[N, L].</param>
    /// <param name="random">Seed and step of eps, which is N(0, 1).</param>
    internal static Tensor Sample(Tensor mean, Tensor logVariance, RandomState random) =>
        mean.Add(logVariance.Affine(0.5f).Exp().Multiply(Tensor.Normal(mean.Shape, random, RandomPurpose.Latent)));

    internal override TrainingObjective CreateObjective(Func<Tensor, Tensor, Tensor> loss, int stepsPerEpoch) =>
        new VaeObjective(this, options, loss, stepsPerEpoch);

    private static NetworkGraph Describe(VaeOptions options)
    {
        var border = options.Border;
        var shape = ImprovedNetwork.FeatureShape(border, Width);
        var graph = new NetworkGraph();
        var features = graph.Add(
            "encoder", new Sequential(ImprovedNetwork.Features(options.Channels, Width, NormKind.Batch, options.Dropout)),
            border.Add(graph, graph.Input));
        var mean = graph.Add("mu", LinearLayer.FromPicture(shape, options.Latent), features);
        var logVariance = graph.Add("logvar", LinearLayer.FromPicture(shape, options.Latent), features);
        graph.Latents = [("mu", mean), ("logvar", logVariance)];
        var decoder = ImprovedNetwork.Decoder(options.Latent, shape, NormKind.Batch, options.Channels);
        graph.Output = border.Remove(graph, graph.Add("decoder", decoder, mean));
        return graph;
    }
}
