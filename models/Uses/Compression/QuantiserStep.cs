namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>How fine latent numbers are kept: one of 29 steps, four to a factor of 2, from coarsest to finest.</summary>
/// <param name="Number">0 to <see cref="Count"/> - 1.</param>
internal readonly record struct QuantiserStep(int Number)
{
    /// <summary>Number of steps: 1 to 8 bits in quarters.</summary>
    internal const int Count = (Compressor.MaxBits - 1) * PerBit + 1;

    private const int PerBit = 4;

    /// <summary>The step that a number of bits, 1 to 8 in quarters, stands for.</summary>
    internal static QuantiserStep Of(double bits) => new((int)Math.Round((bits - 1) * PerBit));

    /// <summary>All steps of whole and half bits, coarsest first.</summary>
    internal static IEnumerable<QuantiserStep> Table => Enumerable.Range(0, (Count + 1) / 2).Select(i => new QuantiserStep(2 * i));

    /// <summary>About how many bits it takes to keep a number of mean deviation so.</summary>
    internal double Bits => 1 + (double)Number / PerBit;

    /// <summary>log2 of the mean deviation over the step, in quarters: -4 to 24.</summary>
    internal int Fineness => Number - PerBit;
}
