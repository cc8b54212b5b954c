namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>
/// Weights and pictures that this project and libtorch's side both compute, so that no file has to hold them. They are in
/// PyTorch's shapes: what is [N, C, H, W] there.
/// </summary>
public static class GoldenNumbers
{
    /// <summary>
    /// Starting values of a parameter of a state dictionary: uniform, keyed by its name; weights of normalisations are 1.
    /// </summary>
    public static float[] Start(string name, IReadOnlyList<long> shape)
    {
        int count = (int)shape.Aggregate(1L, (product, axis) => product * axis);
        double bound = shape.Count > 1 ? 1 / Math.Sqrt(count / (double)shape[0]) : 0.01;
        return shape.Count == 1 && name.EndsWith("weight", StringComparison.Ordinal)
            ? [.. Enumerable.Repeat(1f, count)]
            : [.. Enumerable.Range(0, count).Select(i => (float)(bound * ((Mix(Key(name) + (ulong)i) >> 40) / (double)(1 << 23) - 1)))];
    }

    /// <summary>
    /// Twice that, so that signals do not fade, with normalisations as training would leave them: weights and variances that are not 1.
    /// </summary>
    public static float[] Trained(string name, IReadOnlyList<long> shape)
    {
        float[] values = Start(name, shape);
        return shape.Count == 1
            && (name.EndsWith("weight", StringComparison.Ordinal) || name.EndsWith("running_var", StringComparison.Ordinal))
            ? [.. Enumerable.Range(0, values.Length).Select(i => (float)(0.5 + ((Mix(Key(name) + (ulong)i) >> 40) / (double)(1 << 24))))]
            : [.. values.Select(x => 2 * x)];
    }

    /// <summary>A batch of smooth coloured pictures [pictures, 3, side, side] with values in [0.1, 0.9].</summary>
    public static float[] Pictures(int batch, int pictures, int side)
    {
        float[] values = new float[pictures * 3 * side * side];
        for (int i = 0; i < values.Length; i++)
        {
            int x = i % side, y = i / side % side, channel = i / side / side % 3, picture = (batch * pictures) + (i / side / side / 3);
            values[i] =
                (float)(0.5
                    + (0.4 * Math.Sin((0.11 * (channel + 1) * x * ((picture % 3) + 1)) + (0.07 * y * ((picture % 5) + 1)) + picture)));
        }

        return values;
    }

    // FNV-1a.
    private static ulong Key(string name) => name.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL);

    // The finaliser of SplitMix64.
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
