using System.Globalization;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of families that drop features before the latent vector.</summary>
public abstract record DropoutOptions : AutoencoderOptions
{
    private const string DropoutKey = "dropout";

    private protected DropoutOptions()
    {
    }

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

    private protected override void WriteMetadata(IDictionary<string, string> metadata) => metadata[DropoutKey] = Dropout.ToString("R", CultureInfo.InvariantCulture);

    private protected override AutoencoderOptions ReadMetadata(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(DropoutKey, out string? text) ? this with { Dropout = float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) } : this;
}
