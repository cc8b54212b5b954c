using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Families.Improved;

namespace ILGpuAutoencoders.Models;

/// <summary>A variational autoencoder on the layers of the improved family; see the README beside it.</summary>
public sealed class VariationalAutoencoder : Autoencoder, ILatentModel
{
    private readonly Sequential _encoder, _decoder;
    private readonly LinearLayer _mean, _logVariance;

    internal VariationalAutoencoder(VaeOptions options)
        : this(options, ImprovedAutoencoder.FeatureShape(options.ImageSize))
    {
    }

    private VariationalAutoencoder(VaeOptions options, Shape features)
        : this(
            options,
            new Sequential(ImprovedAutoencoder.Features(options.Dropout)),
            LinearLayer.FromPicture(features, options.Latent),
            LinearLayer.FromPicture(features, options.Latent),
            ImprovedAutoencoder.CreateDecoder(options.Latent, features))
    {
    }

    private VariationalAutoencoder(VaeOptions options, Sequential encoder, LinearLayer mean, LinearLayer logVariance, Sequential decoder)
        : base(options, ("encoder", encoder), ("mu", mean), ("logvar", logVariance), ("decoder", decoder)) =>
        (_encoder, _mean, _logVariance, _decoder, Latent) = (encoder, mean, logVariance, decoder, options.Latent);

    /// <inheritdoc/>
    public int Latent { get; }

    /// <summary>Pictures to the means of their latent distributions: one point for each, without chance.</summary>
    /// <inheritdoc/>
    public Tensor Encode(Tensor pictures, ForwardPass pass) => _mean.Forward(_encoder.Forward(pictures, pass), pass);

    /// <summary>Pictures to their latent distributions: independent normal ones for each unit.</summary>
    /// <param name="pictures">[N, S, S, 3].</param>
    /// <param name="pass">Training or inference.</param>
    /// <returns>Mean and logarithm of the variance, each [N, L].</returns>
    public (Tensor Mean, Tensor LogVariance) EncodeDistribution(Tensor pictures, ForwardPass pass)
    {
        var features = _encoder.Forward(pictures, pass);
        return (_mean.Forward(features, pass), _logVariance.Forward(features, pass));
    }

    /// <summary>A point of each distribution: z = mean + exp(logVariance / 2) · eps, through which gradients flow to both.</summary>
    /// <param name="mean">[N, L].</param>
    /// <param name="logVariance">[N, L].</param>
    /// <param name="random">Seed and step of eps, which is N(0, 1).</param>
    public static Tensor Sample(Tensor mean, Tensor logVariance, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(logVariance);
        return mean.Add(logVariance.Affine(0.5f).Exp().Multiply(Tensor.Normal(mean.Shape, random, RandomPurpose.Latent)));
    }

    /// <inheritdoc/>
    public Tensor Decode(Tensor latent, ForwardPass pass) => _decoder.Forward(latent, pass);

    /// <summary>Pictures to their reconstructions: of a drawn point in training, of the mean in inference.</summary>
    /// <param name="pictures">[N, S, S, 3].</param>
    /// <param name="pass">Training or inference.</param>
    public override Tensor Forward(Tensor pictures, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        return pass.IsTraining ? ForwardWithDistribution(pictures, pass).Output : Decode(Encode(pictures, pass), pass);
    }

    internal (Tensor Output, Tensor Mean, Tensor LogVariance) ForwardWithDistribution(Tensor pictures, ForwardPass pass)
    {
        var random = pass.Random ?? throw new InvalidOperationException("vae: a training pass needs random numbers; give the ForwardPass a RandomState.");
        var (mean, logVariance) = EncodeDistribution(pictures, pass);
        return (Decode(Sample(mean, logVariance, random), pass), mean, logVariance);
    }

    internal override IEnumerable<LayerUse> Walk(Shape pictures)
    {
        var features = _encoder.OutputShape(pictures);
        return [
            .. Walk("encoder", _encoder, pictures), .. Walk("mu", _mean, features), .. Walk("logvar", _logVariance, features),
            .. Walk("decoder", _decoder, _mean.OutputShape(features))];
    }

    internal override IReadOnlyList<(string Name, string Value)> AddEncoder(IOperatorGraph graph, string pictures)
    {
        string features = _encoder.AddTo(graph, pictures);
        return [("mu", _mean.AddTo(graph, features)), ("logvar", _logVariance.AddTo(graph, features))];
    }

    internal override string AddDecoder(IOperatorGraph graph, string latent) => _decoder.AddTo(graph, latent);

    internal override (string Output, string? Latent) AddWhole(IOperatorGraph graph, string pictures)
    {
        string mean = _mean.AddTo(graph, _encoder.AddTo(graph, pictures));
        return (_decoder.AddTo(graph, mean), mean);
    }
}
