using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Families;

/// <summary>A network of two rows of layers: from pictures to latent vectors, and from there to pictures.</summary>
internal abstract class EncoderDecoder : Autoencoder
{
    private readonly Sequential _encoder, _decoder;

    private protected EncoderDecoder(AutoencoderOptions options, Sequential encoder, Sequential decoder)
        : base(options, ("encoder", encoder), ("decoder", decoder)) => (_encoder, _decoder) = (encoder, decoder);

    /// <inheritdoc/>
    public override Tensor Encode(Tensor pictures, ForwardPass pass) => _encoder.Forward(pictures, pass);

    /// <inheritdoc/>
    public override Tensor Decode(Tensor latent, ForwardPass pass) => _decoder.Forward(latent, pass);

    internal override IEnumerable<LayerUse> Walk(Shape pictures) =>
        [.. Walk("encoder", _encoder, pictures), .. Walk("decoder", _decoder, _encoder.OutputShape(pictures))];

    internal override IReadOnlyList<(string Name, string Value)> AddEncoder(IOperatorGraph graph, string pictures) => [("latent", _encoder.AddTo(graph, pictures))];

    internal override string AddDecoder(IOperatorGraph graph, string latent) => _decoder.AddTo(graph, latent);
}
