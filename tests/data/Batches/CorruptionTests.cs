using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Data.Corruptions;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Data.Batches;

public class CorruptionTests
{
    [Fact]
    public void Normals_are_those_of_a_scalar_transform()
    {
        float[] normals = new float[64];
        GaussianNoise.FillGroup(normals, 3, 0x1234567890, (uint)RandomPurpose.Noise, 5, 6);
        for (uint i = 0; i < 16; i++)
        {
            (uint x, uint y, uint z, uint w) = Philox.Generate(48 + i, 6, 5, (uint)RandomPurpose.Noise, 0x34567890, 0x12);
            Check(normals[i], normals[16 + i], x, y);
            Check(normals[32 + i], normals[48 + i], z, w);
        }

        static void Check(float cosine, float sine, uint first, uint second)
        {
            double radius = Math.Sqrt(-2 * Math.Log(((first >> 8) + 1) / 16777216.0)), angle = 2 * Math.PI * (second >> 8) / 16777216.0;
            Assert.Equal(radius * Math.Cos(angle), cosine, 1e-5);
            Assert.Equal(radius * Math.Sin(angle), sine, 1e-5);
        }
    }

    [Fact]
    public void Gaussian_noise_has_its_moments_and_is_clamped()
    {
        float[] noisy = Apply(new Corruption(CorruptionKind.Gaussian, 0.1f), 64, 0.5f);
        double mean = noisy.Average(v => (double)v), variance = noisy.Average(v => (v - mean) * (v - mean));
        Assert.Equal(0.5, mean, 0.004);
        Assert.Equal(0.01, variance, 0.0005);
        double kurtosis = noisy.Average(v => Math.Pow(v - mean, 4)) / (variance * variance);
        Assert.Equal(3, kurtosis, 0.3);
        double neighbours = noisy.Skip(1).Zip(noisy, (a, b) => (a - mean) * (b - mean)).Average() / variance;
        Assert.Equal(0, neighbours, 0.04);
        Assert.All(Apply(new Corruption(CorruptionKind.Gaussian, 3), 32, 0.5f), v => Assert.InRange(v, 0, 1));
    }

    [Theory]
    [InlineData(0.3f)]
    [InlineData(1f)]
    public void Salt_and_pepper_hits_a_fraction_of_the_pixels_all_channels_alike(float factor)
    {
        float[] noisy = Apply(new Corruption(CorruptionKind.SaltPepper, factor), 64, 0.5f);
        Span<float> values = noisy;
        int black = 0, white = 0;
        for (int i = 0; i < 64 * 64; i++)
        {
            Assert.True(values[3 * i] == values[3 * i + 1] && values[3 * i] == values[3 * i + 2]);
            black += values[3 * i] == 0 ? 1 : 0;
            white += values[3 * i] == 1 ? 1 : 0;
        }
        Assert.Equal(factor, (black + white) / 4096.0, 0.03);
        Assert.Equal(0.5, black / (double)(black + white), 0.05);
    }

    [Theory]
    [InlineData(0.25f, 32)]
    [InlineData(0.1f, 20)]
    [InlineData(1f, 64)]
    public void A_mask_is_a_black_square_of_the_area(float factor, int side)
    {
        var lefts = new HashSet<int>();
        for (uint picture = 0; picture < 30; picture++)
        {
            float[] masked = Apply(new Corruption(CorruptionKind.Mask, factor), 64, 0.5f, picture);
            int[] black = [.. Enumerable.Range(0, 64 * 64).Where(i => masked[3 * i] == 0)];
            Assert.Equal(side * side, black.Length);
            int left = black.Min(i => i % 64), top = black.Min(i => i / 64);
            Assert.All(black, i => Assert.True(i % 64 < left + side && i / 64 < top + side));
            lefts.Add(left);
        }
        Assert.True(side == 64 ? lefts.Count == 1 : lefts.Count > 10);
    }

    public static TheoryData<string> Kinds { get; } = [.. CorruptionKind.All.Skip(1).Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_corruption_is_fixed_by_seed_epoch_and_picture(string kind)
    {
        var corruption = new Corruption(CorruptionKind.Find(kind)!, 0.2f);
        string[] hashes = [Hash(1, 2, 3), Hash(2, 2, 3), Hash(1, 3, 3), Hash(1, 2, 4)];
        Assert.Equal(4, hashes.Distinct().Count());
        Assert.Equal(hashes[0], Hash(1, 2, 3));

        string Hash(ulong seed, uint epoch, uint picture) =>
            Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(Apply(corruption, 48, 0.5f, picture, seed, epoch).AsSpan())));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_strength_leaves_a_picture_as_it_is_and_any_strength_that_is_taken_gives_numbers(string name)
    {
        var kind = CorruptionKind.Find(name)!;
        Assert.All(Apply(new Corruption(kind, 0), 9, 0.3f), v => Assert.Equal(0.3f, v));
        Assert.All(Apply(new Corruption(kind, 1), 9, 0.3f), v => Assert.True(float.IsFinite(v)));
        Assert.Equal(kind.IsDeviation, kind.Allows(1.5f));
        Assert.False(kind.Allows(-0.1f) || kind.Allows(float.NaN) || kind.Allows(float.PositiveInfinity) || kind.Allows(new(0.3f, 0.1f)));
    }

    [Fact]
    public void Kinds_have_names_of_their_own()
    {
        Assert.Equal(CorruptionKind.All.Count, CorruptionKind.All.DistinctBy(kind => kind.Name).Count());
        Assert.All(CorruptionKind.All, kind => Assert.Same(kind, CorruptionKind.Find(kind.Name)));
        Assert.Null(CorruptionKind.Find("rain"));
    }

    [Fact]
    public void A_group_cut_short_holds_the_same_numbers()
    {
        // 7x7x3 = 147 = 2 groups and 19: the first values are those of a larger picture.
        var corruption = new Corruption(CorruptionKind.Gaussian, 0.1f);
        Assert.Equal(Apply(corruption, 64, 0.5f)[..147], Apply(corruption, 7, 0.5f));
    }

    [Fact]
    public void Factors_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Corruption(CorruptionKind.Gaussian, -0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Corruption(CorruptionKind.Mask, 1.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Corruption(CorruptionKind.SaltPepper, float.NaN));
    }

    private static float[] Apply(Corruption corruption, int size, float grey, uint picture = 0, ulong seed = 1, uint epoch = 0)
    {
        float[] clean = new float[3 * size * size], corrupted = new float[3 * size * size];
        Array.Fill(clean, grey);
        corruption.Apply(clean, corrupted, size, size, seed, epoch, picture);
        return corrupted;
    }
}
