using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Host-side random numbers read off a Philox stream from a position on. A number depends on (seed, stream, position) alone.
/// </summary>
/// <remarks>
/// Word p of a stream is word p mod 4 of Philox at the counter (p / 4, item, epoch, purpose) under the key seed.
/// Not safe for use from several threads at once: give each its own stream.
/// </remarks>
public sealed class RandomStream
{
    private readonly ulong _seed;
    private readonly ulong _firstBlock;
    private readonly uint _epoch;
    private readonly uint _stream;
    private ulong _block = ulong.MaxValue;
    private (uint X, uint Y, uint Z, uint W) _words;

    /// <summary>A stream of any length.</summary>
    /// <param name="seed">The key.</param>
    /// <param name="stream">The stream's number; <see cref="RandomPurpose"/> names those of the library.</param>
    /// <param name="position">The first word to read, from 0.</param>
    public RandomStream(ulong seed, uint stream, ulong position = 0)
    {
        _seed = seed;
        _stream = stream;
        Position = position;
    }

    /// <summary>A separate stream for one item of one epoch, of up to 2^34 words.</summary>
    /// <param name="seed">The key.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="epoch">The epoch, or any other outer index.</param>
    /// <param name="item">The picture, or any other inner index.</param>
    public RandomStream(ulong seed, RandomPurpose purpose, uint epoch = 0, uint item = 0)
    {
        _seed = seed;
        _stream = (uint)purpose;
        _epoch = epoch;
        _firstBlock = (ulong)item << 32;
    }

    /// <summary>The next word to be read, counted in 32-bit words. Setting it moves within the stream.</summary>
    public ulong Position { get; set; }

    /// <summary>A uniform 32-bit word; takes one word.</summary>
    public uint NextUInt()
    {
        ulong block = _firstBlock + (Position >> 2);
        if (block != _block)
        {
            _words = WordsOf(block);
            _block = block;
        }
        return (Position++ & 3) switch { 0 => _words.X, 1 => _words.Y, 2 => _words.Z, _ => _words.W };
    }

    /// <summary>A uniform float in [0, 1) of 24 random bits; takes one word.</summary>
    public float NextFloat() => Philox.ToUnit(NextUInt());

    /// <summary>A uniform float in [<paramref name="low"/>, <paramref name="high"/>]; takes one word.</summary>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest value; reached only by rounding.</param>
    public float Uniform(float low, float high) => low + (high - low) * NextFloat();

    /// <summary>Uniform floats, each as <see cref="Uniform"/> gives it; takes as many words.</summary>
    /// <param name="values">Where to.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest value; reached only by rounding.</param>
    internal void FillUniform(Span<float> values, float low, float high)
    {
        int i = 0;
        for (; i < values.Length && (Position & 3) != 0; i++)
        {
            values[i] = Uniform(low, high);
        }

        float span = high - low;
        for (; i <= values.Length - 4; i += 4, Position += 4)
        {
            var words = WordsOf(_firstBlock + (Position >> 2));
            values[i] = low + (span * Philox.ToUnit(words.X));
            values[i + 1] = low + (span * Philox.ToUnit(words.Y));
            values[i + 2] = low + (span * Philox.ToUnit(words.Z));
            values[i + 3] = low + (span * Philox.ToUnit(words.W));
        }

        for (; i < values.Length; i++)
        {
            values[i] = Uniform(low, high);
        }
    }

    /// <summary>A normal float by Box and Muller's transform; takes two words.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation.</param>
    public float Normal(float mean = 0, float deviation = 1)
    {
        float radius = MathF.Sqrt(-2 * MathF.Log(((NextUInt() >> 8) + 1) * (1f / (1 << 24))));
        return mean + deviation * radius * MathF.Cos(2 * MathF.PI * NextFloat());
    }

    /// <summary>
    /// A uniform integer in [0, <paramref name="count"/>) without bias, after Lemire, "Fast random integer generation in an interval"
    /// (2019); takes one word, seldom more.
    /// </summary>
    /// <param name="count">The number of possible values, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        uint range = (uint)count;
        uint threshold = (0u - range) % range;
        ulong product;
        do
        {
            product = (ulong)NextUInt() * range;
        }
        while ((uint)product < threshold);
        return (int)(product >> 32);
    }

    /// <summary>Puts the items in a uniformly random order (Fisher and Yates).</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items, reordered in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (uint X, uint Y, uint Z, uint W) WordsOf(ulong block) =>
        Philox.Generate((uint)block, (uint)(block >> 32), _epoch, _stream, (uint)_seed, (uint)(_seed >> 32));
}
