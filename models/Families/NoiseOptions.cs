using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;

namespace ILGpuAutoencoders.Models;

/// <summary>The options of families that learn to undo a corruption of their input.</summary>
public abstract record NoiseOptions : AutoencoderOptions
{
    private const string NoiseKey = "noise", NoiseFactorKey = "noise_factor";

    private protected NoiseOptions(CorruptionKind noise) => Noise = noise;

    /// <summary>How inputs are corrupted; not <see cref="CorruptionKind.None"/>.</summary>
    public CorruptionKind Noise { get; init; }

    /// <summary>How strongly: the deviation of Gaussian noise (0 or more), or a fraction in [0, 1] of pixels or area; 0.1 by default.</summary>
    public NoiseFactor NoiseFactor { get; init; } = 0.1f;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Noise == CorruptionKind.None || !CommonValues.Noises.Contains(Noise))
        {
            throw new ArgumentException($"{Family}: {Noise} is no noise to undo; use one of {string.Join(", ", CommonValues.Noises.Names.Skip(1))}.");
        }

        try
        {
            _ = new Corruption(Noise, NoiseFactor);
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new ArgumentException($"{Family}: the noise factor {NoiseFactor} is out of range; use 0 or more, and at most 1 for salt-pepper and mask.", error);
        }
    }

    private protected override void WriteMetadata(IDictionary<string, string> metadata)
    {
        metadata[NoiseKey] = CommonValues.Noises.Format(Noise);
        metadata[NoiseFactorKey] = NoiseFactor.ToString();
    }

    private protected override AutoencoderOptions ReadMetadata(IDictionary<string, string> metadata)
    {
        var options = this;
        if (metadata.TryGetValue(NoiseKey, out string? name))
        {
            options = options with { Noise = CommonValues.Noises.TryRead(name, out var noise) ? noise : CorruptionKind.None };
        }

        if (metadata.TryGetValue(NoiseFactorKey, out string? text))
        {
            options = options with { NoiseFactor = NoiseFactor.TryParse(text, out var factor) ? factor : throw new FormatException($"the noise factor '{text}' is no number and no range") };
        }

        return options;
    }
}
