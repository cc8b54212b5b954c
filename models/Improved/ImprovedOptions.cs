using System.Globalization;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of the improved family.</summary>
public sealed record ImprovedOptions : AutoencoderOptions
{
    private const string DropoutKey = "dropout";

    /// <inheritdoc/>
    public override string Family => "improved";

    /// <summary>Probability that a feature before the latent vector is dropped in training, in [0, 1); 0.1 by default.</summary>
    public float Dropout { get; init; } = 0.1f;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Dropout is not (>= 0 and < 1))
        {
            throw new ArgumentException($"{Family}: the dropout {Dropout.ToString(CultureInfo.InvariantCulture)} is outside [0, 1); use for example 0.1.");
        }
    }

    private protected override Autoencoder BuildNetwork() => new ImprovedAutoencoder(this);

    private protected override void WriteMetadata(IDictionary<string, string> metadata) => metadata[DropoutKey] = Dropout.ToString("R", CultureInfo.InvariantCulture);

    private protected override AutoencoderOptions ReadMetadata(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(DropoutKey, out string? text) ? this with { Dropout = float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) } : this;
}
