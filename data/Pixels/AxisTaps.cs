using System.Collections.Concurrent;

namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>
/// The integer weights with which each of <see cref="Outputs"/> positions along an axis mixes the inputs: area average when shrinking,
/// linear between half-pixel centres when growing. The weights of an output sum to <see cref="Sum"/>, so that means and their rounding
/// are exact.
/// </summary>
internal sealed class AxisTaps
{
    private static readonly ConcurrentDictionary<(int, int), AxisTaps> s_cache = new();

    private AxisTaps(int inputs, int outputs)
    {
        Outputs = outputs;
        Start = new int[outputs + 1];
        First = new int[outputs];
        var weights = new List<uint>();
        bool shrink = inputs >= outputs;
        Sum = (uint)(shrink ? inputs : 2 * outputs);
        for (int i = 0; i < outputs; i++)
        {
            if (shrink)
            {
                AddArea(weights, i, inputs, outputs);
            }
            else
            {
                AddLinear(weights, i, inputs, outputs);
            }
            Start[i + 1] = weights.Count;
        }
        Weights = [.. weights];
    }

    internal int Outputs { get; }

    internal uint Sum { get; }

    /// <summary>The first input of each output.</summary>
    internal int[] First { get; }

    /// <summary>Where the weights of each output begin in <see cref="Weights"/>, plus one entry for the end of the last.</summary>
    internal int[] Start { get; }

    internal uint[] Weights { get; }

    internal static AxisTaps For(int inputs, int outputs)
    {
        if (s_cache.TryGetValue((inputs, outputs), out var taps))
        {
            return taps;
        }
        // A folder of pictures with many different sizes must not grow the cache without limit.
        if (s_cache.Count >= 4096)
        {
            s_cache.Clear();
        }
        return s_cache.GetOrAdd((inputs, outputs), key => new AxisTaps(key.Item1, key.Item2));
    }

    // In units of 1/outputs of an input, output i covers [i·inputs, (i+1)·inputs) and input j covers [j·outputs, (j+1)·outputs).
    private void AddArea(List<uint> weights, int i, int inputs, int outputs)
    {
        long low = (long)i * inputs, high = low + inputs;
        First[i] = (int)(low / outputs);
        for (long j = First[i]; j * outputs < high; j++)
        {
            weights.Add((uint)(Math.Min(high, (j + 1) * outputs) - Math.Max(low, j * outputs)));
        }
    }

    // Output i sits at (i + 1/2)·inputs/outputs - 1/2; here in units of 1/(2·outputs), clamped at the borders.
    private void AddLinear(List<uint> weights, int i, int inputs, int outputs)
    {
        long unit = 2L * outputs;
        long position = Math.Clamp((2L * i + 1) * inputs - outputs, 0, (inputs - 1) * unit);
        First[i] = (int)(position / unit);
        uint fraction = (uint)(position % unit);
        weights.Add((uint)unit - fraction);
        if (fraction > 0)
        {
            weights.Add(fraction);
        }
    }
}
