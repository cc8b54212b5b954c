namespace ILGpuAutoencoders.Models;

/// <summary>Which pictures are reconstructed.</summary>
public sealed record ReconstructionOptions : ComputeOptions
{
    /// <summary>A run folder (its best checkpoint) or a checkpoint file within one.</summary>
    public required string Run { get; init; }

    /// <summary>Files, folders and globs.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The folder to write to; it is made if it is missing.</summary>
    public required string Out { get; init; }

    /// <summary>Whether files that exist are replaced; those of inputs never are. False unless set.</summary>
    public bool Overwrite { get; init; }
}

/// <summary>What was reconstructed.</summary>
/// <param name="Out">The folder.</param>
/// <param name="Grid">The grid of the pictures with the largest errors, worst first; a path.</param>
/// <param name="Pictures">Each picture.</param>
/// <param name="Bad">Pictures that did not decode, with the reason.</param>
public sealed record ReconstructionResult(string Out, string Grid, IReadOnlyList<ReconstructedPicture> Pictures, IReadOnlyList<string> Bad);

/// <summary>A picture and its reconstruction.</summary>
/// <param name="Input">The file that was read.</param>
/// <param name="Output">The file that was written.</param>
/// <param name="Mse">Mean squared error in [0, 1].</param>
/// <param name="Psnr">PSNR of the picture rounded to 8 bit, in dB.</param>
public sealed record ReconstructedPicture(string Input, string Output, double Mse, double Psnr);
