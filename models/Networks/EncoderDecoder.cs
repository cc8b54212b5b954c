using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>A network of two rows of layers: from pictures to latent vectors, and from there to pictures.</summary>
internal abstract class EncoderDecoder : Autoencoder, ILatentModel
{
    private readonly Sequential _encoder, _decoder;

    private protected EncoderDecoder(LatentOptions options, Sequential encoder, Sequential decoder)
        : base(options, ("encoder", encoder), ("decoder", decoder)) => (_encoder, _decoder, Latent) = (encoder, decoder, options.Latent);

    /// <inheritdoc/>
    public int Latent { get; }

    /// <inheritdoc/>
    public Tensor Encode(Tensor pictures, ForwardPass pass) => _encoder.Forward(pictures, pass);

    /// <inheritdoc/>
    public Tensor Decode(Tensor latent, ForwardPass pass) => _decoder.Forward(latent, pass);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor pictures, ForwardPass pass) => Decode(Encode(pictures, pass), pass);

    internal override IEnumerable<LayerUse> Walk(Shape pictures) =>
        [.. Walk("encoder", _encoder, pictures), .. Walk("decoder", _decoder, _encoder.OutputShape(pictures))];

    internal override IReadOnlyList<(string Name, string Value)> AddEncoder(IOperatorGraph graph, string pictures) => [("latent", _encoder.AddTo(graph, pictures))];

    internal override string AddDecoder(IOperatorGraph graph, string latent) => _decoder.AddTo(graph, latent);
}
