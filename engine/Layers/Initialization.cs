namespace ILGpuAutoencoders.Engine;

/// <summary>The values a parameter starts with: uniform in [Low, High], or constant where they are equal.</summary>
/// <param name="Low">The least value.</param>
/// <param name="High">The greatest value.</param>
public readonly record struct Initialization(float Low, float High)
{
    /// <summary>The same value everywhere.</summary>
    /// <param name="value">That value.</param>
    public static Initialization Constant(float value) => new(value, value);

    /// <summary>
    /// PyTorch's default for weights and biases of linear and convolution layers: Kaiming's uniform of He et al.,
    /// "Delving deep into rectifiers" (2015), with a = √5, which is uniform within ±1/√fanIn.
    /// </summary>
    /// <param name="fanIn">Inputs of one output as PyTorch counts them, 1 or more.</param>
    /// <param name="gain">What the bound is multiplied by, above 0.</param>
    public static Initialization ByFanIn(int fanIn, float gain = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gain);
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        float bound = (float)(gain / Math.Sqrt(fanIn));
        return new(-bound, bound);
    }

    /// <summary>Writes starting values.</summary>
    /// <param name="values">Where to.</param>
    /// <param name="random">Where uniform values come from.</param>
    internal void Fill(Span<float> values, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (Low == High)
        {
            values.Fill(Low);
            return;
        }

        random.FillUniform(values, Low, High);
    }
}
