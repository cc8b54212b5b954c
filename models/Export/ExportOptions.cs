using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.ExportOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>Which part of a model is exported.</summary>
public enum ModelPart
{
    /// <summary>From pictures to their reconstructions.</summary>
    Full,

    /// <summary>From pictures to latent vectors.</summary>
    Encoder,

    /// <summary>From latent vectors to pictures.</summary>
    Decoder,
}

/// <summary>How an ONNX graph takes pictures, [N, C, H, W] in RGB or grey.</summary>
public enum PixelInput
{
    /// <summary>Floats in [0, 1].</summary>
    Float,

    /// <summary>Bytes; the graph divides by 255.</summary>
    UInt8,
}

/// <summary>How a model is written as an ONNX graph.</summary>
public record OnnxOptions
{
    /// <summary>Which part of it; all of it unless set.</summary>
    public ModelPart Part { get; init; }

    /// <summary>How pictures come in; as floats unless set.</summary>
    public PixelInput Input { get; init; }
}

/// <summary>What is exported, and where to.</summary>
public sealed record ExportOptions : OnnxOptions
{
    /// <summary>A run folder (its best checkpoint) or a checkpoint file.</summary>
    public required string Run { get; init; }

    /// <summary>The file to write: .onnx or .safetensors.</summary>
    public required string To { get; init; }

    /// <summary>Whether the graph also gives the anomaly score that the run was calibrated with, and its threshold.</summary>
    public bool WithScore { get; init; }

    /// <summary>
    /// The space of a further output of an encoder, embedding: latent vectors of length 1, for cosines; raw, the default, for none.
    /// </summary>
    public LatentSpace Space { get; init; }

    /// <summary>These options by key.</summary>
    public static OptionTable<ExportOptions> Table { get; } = new(
        new() { Run = "", To = "" },
        Row.Of("part", Parts, "the part of the model to export", o => o.Part, (o, v) => o with { Part = v }),
        Row.Of("input", Inputs, "ONNX only: floats in [0, 1], or bytes that the graph divides by 255", o => o.Input,
            (o, v) => o with { Input = v }),
        Row.Of("space", LatentSpaces.All,
            "encoder as ONNX only: whitened or classes also outputs the latent vectors so, of length 1; raw does not", o => o.Space,
            (o, v) => o with { Space = v }));

    internal static NamedValues<ModelPart> Parts =>
        new(("full", ModelPart.Full), ("encoder", ModelPart.Encoder), ("decoder", ModelPart.Decoder));

    private static NamedValues<PixelInput> Inputs => new(("float", PixelInput.Float), ("uint8", PixelInput.UInt8));
}

/// <summary>What was exported. Its properties are the keys of <c>export --json</c>, in snake case.</summary>
/// <param name="To">The file.</param>
/// <param name="Model">The family.</param>
/// <param name="Part">The part of it.</param>
/// <param name="Inputs">The inputs of the graph; none for a .safetensors file.</param>
/// <param name="Outputs">The outputs of the graph; none for a .safetensors file.</param>
/// <param name="Bytes">Size of the file.</param>
public sealed record ExportResult(
    string To, string Model, string Part, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, long Bytes);
