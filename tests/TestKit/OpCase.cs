using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>One row of <see cref="OpCases"/>: an operation on inputs of given shapes, and what it must compute.</summary>
/// <param name="Name">The method of the engine, a space, and what is special about the row. Unique.</param>
/// <param name="Run">The operation.</param>
/// <param name="Reference">The same in double precision.</param>
/// <param name="Inputs">The shapes of the inputs; each is differentiated.</param>
public sealed record OpCase(string Name, Func<Tensor[], Tensor> Run, Func<DoubleTensor[], DoubleTensor> Reference, params Shape[] Inputs)
{
    private const double KinkMargin = 0.05;

    /// <summary>Inputs are uniform in [Low, High], from a seed of the name.</summary>
    public double Low { get; init; } = -2;

    public double High { get; init; } = 2;

    /// <summary>
    /// |y - reference| is at most this times max(|reference|, root mean square of the reference, <see cref="LeastScale"/>).
    /// </summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>The same for gradients against central differences.</summary>
    public double GradientTolerance { get; init; } = 2e-5;

    /// <summary>For outputs that are what is left of larger terms, whose rounding is not relative to them.</summary>
    public double LeastScale { get; init; }

    /// <summary>The same for gradients.</summary>
    public double LeastGradientScale { get; init; }

    /// <summary>Where the function has no derivative: inputs stay away from these points.</summary>
    public double[] Kinks { get; init; } = [];

    /// <summary>Whether it has none where the first input equals the second: they stay apart.</summary>
    public bool HasKinkAtEquality { get; init; }

    /// <summary>False for rows that are there for the large blocks of Simd and would keep the simulator busy for seconds.</summary>
    public bool OnSimulator { get; init; } = true;

    /// <summary>The method of the engine.</summary>
    public string Op => Name.Split(' ')[0];

    public float[][] MakeInputs()
    {
        float[][] inputs = [.. Inputs.Select((shape, i) => Values(shape.Count, i, Low, High))];
        for (int i = 0; HasKinkAtEquality && i < inputs[0].Length; i++)
        {
            float difference = inputs[1][i] - inputs[0][i];
            inputs[1][i] =
                Math.Abs(difference) >= KinkMargin ? inputs[1][i] : inputs[0][i] + (float)(difference < 0 ? -KinkMargin : KinkMargin);
        }

        return inputs;
    }

    /// <summary>The weights of the sum that makes a scalar of the output: d loss / dy.</summary>
    public float[] OutputWeights(int count) => Values(count, 1000, -1, 1);

    public override string ToString() => Name;

    private float[] Values(int count, int stream, double low, double high)
    {
        var random = new Random(HashCode(Name, stream));
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            double v = low + (random.NextDouble() * (high - low));
            foreach (double kink in Kinks)
            {
                v = Math.Abs(v - kink) >= KinkMargin ? v : kink + (v < kink ? -KinkMargin : KinkMargin);
            }

            values[i] = (float)v;
        }

        return values;
    }

    // string.GetHashCode differs from process to process.
    private static int HashCode(string text, int stream) => text.Aggregate(17 + stream, (hash, c) => unchecked((hash * 31) + c));
}
