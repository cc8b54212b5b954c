using CsCheck;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Uses.Compression;

namespace ILGpuAutoencoders.Tests.Models.Uses;

public sealed class LatentCodecTests
{
    private static readonly Gen<CodecStatistics> s_statistics =
        from count in Gen.Int[1, 40]
        from means in Gen.Float[-5, 5].Array[count]
        from scales in Gen.Int[-30, 6].Array[count]
        from counts in Gen.Long[0, 1_000_000].Array[2 * CodecStatistics.Reach + 1]
        from id in Gen.Byte.Array[CodecStatistics.IdBytes]
        select new CodecStatistics(means, [.. scales.Select(scale => MathF.Pow(2, scale / 2f))], counts, id);

    private static readonly Gen<(CodecStatistics Statistics, QuantiserStep Step, float[] Latent)> s_messages =
        from statistics in s_statistics
        from step in Gen.Int[0, QuantiserStep.Count - 1]
        from deviations in Gen.Float[-6, 6].Array[statistics.Mean.Length]
        select (statistics, new QuantiserStep(step),
            statistics.Mean.Zip(statistics.Deviation, deviations).Select(n => n.First + n.Second * n.Third).ToArray());

    // These files were written by version 1, and what they decode to was found by another program.
    private static readonly CodecStatistics s_first = new(
        [0, 0, 0.25f, 0, 0, -0.25f], [4.0625f, 2.0625f, 1.6875f, 1.5f, 1.3125f, 1.1875f],
        [.. Enumerable.Range(0, 1025).Select(i => 1_000_000L / ((1 + Math.Abs(i - 512)) * (1 + Math.Abs(i - 512))))],
        Convert.FromHexString("d533b05e9aecabd3"));

    [Theory]
    [InlineData("4941450101d533b05e9aecabd35d1ac45c7a2f6146c2fc", new float[] { 0, -4.125f, -3.125f, -3, 0, -0.25f })]
    [InlineData(
        "4941450104d533b05e9aecabd3216e0376bb0c054543002334be27",
        new float[] { -2.03125f, -2.0625f, -2.28125f, -2.25f, -0.984375f, -1.140625f })]
    [InlineData(
        "4941450108d533b05e9aecabd30ae5051a98020502088d031d00769f2539",
        new float[] { -1.650390625f, -2.0625f, -2.2021484375f, -2.1796875f, -0.8408203125f, -1.177734375f })]
    public void Files_of_version_1_decode_as_they_did(string file, float[] latent) =>
        Assert.Equal(latent, IaeFile.Read(Convert.FromHexString(file), new LatentCodec(s_first), "old.iae"));

    [Fact]
    public void Every_damaged_byte_of_a_file_of_version_1_is_noticed()
    {
        byte[] file = Convert.FromHexString("4941450104d533b05e9aecabd3216e0376bb0c054543002334be27");
        var codec = new LatentCodec(s_first);
        for (int i = 0; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] ^= (byte)(1 << (i % 8));
            Assert.Throws<CheckpointException>(() => IaeFile.Read(changed, codec, "old.iae"));
            Assert.Throws<CheckpointException>(() => IaeFile.Read(file.AsSpan(0, i), codec, "old.iae"));
        }

        var other = new LatentCodec(s_first with { Id = new byte[8] });
        Assert.Contains(
            "other weights", Assert.Throws<CheckpointException>(() => IaeFile.Read(file, other, "old.iae")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_comes_back_within_a_step_and_then_to_the_same_bytes() => s_messages.Sample(message =>
    {
        var (statistics, step, latent) = message;
        var codec = new LatentCodec(statistics);
        byte[] bytes = codec.Encode(latent, step);
        float[] back = IaeFile.Read(IaeFile.Write(step, bytes), codec, "x.iae");
        double size = Math.Sqrt(statistics.Deviation.Average(d => (double)d * d)) * Math.Pow(2, 2 - step.Bits);
        // A number may go to the next step towards its mean, and the point of a step may be anywhere in it.
        return back.Zip(latent).All(pair => Math.Abs(pair.First - pair.Second) <= 2.001 * size + 1e-4);
    });

    [Fact]
    public void Other_bytes_and_other_codecs_are_refused() => (
        from message in s_messages
        from place in Gen.Int[0, 10_000]
        from change in Gen.Byte[1, 255]
        select (message, place, change)).Sample(input =>
    {
        var (statistics, step, latent) = input.message;
        var codec = new LatentCodec(statistics);
        byte[] file = IaeFile.Write(step, codec.Encode(latent, step));
        var other = new LatentCodec(statistics with { Id = [.. statistics.Id.Select(value => (byte)~value)] });
        byte[] changed = [.. file];
        changed[input.place % file.Length] ^= input.change;
        return Refuses(changed, codec) && Refuses(file, other) && Refuses([.. file, 0], codec) && Refuses(file[..^1], codec);
    });

    [Fact]
    public void Numbers_far_below_the_step_take_nothing()
    {
        var random = new Random(1);
        float[][] latents = [.. Enumerable.Range(0, 500).Select(_ =>
            Enumerable.Range(0, 300).Select(j => (float)(random.NextDouble() - 0.5) * (j < 10 ? 10f : 0.001f)).ToArray())];
        float[][] few = [.. latents.Select(latent => latent[..10])];
        var all = new LatentCodec(CodecStatistics.Of(latents, CancellationToken.None));
        var first = new LatentCodec(CodecStatistics.Of(few, CancellationToken.None));
        // log2(sqrt(30)) = 2.5: the mean deviation of all is lower, so that about the same step is two and a half bits coarser.
        Assert.InRange(all.Encode(latents[0], QuantiserStep.Of(1.5)).Length - first.Encode(few[0], QuantiserStep.Of(4)).Length, -1, 1);
    }

    [Fact]
    public void One_step_for_all_takes_about_the_bytes_of_the_entropy()
    {
        // Uniform numbers in steps of a quarter of their deviation: log2(sqrt(12) * 4) = 3.8 bits each.
        var random = new Random(2);
        float[][] latents = [.. Enumerable.Range(0, 500).Select(_ => Enumerable.Range(0, 400).Select(_ => random.NextSingle()).ToArray())];
        var codec = new LatentCodec(CodecStatistics.Of(latents, CancellationToken.None));
        double bytes = latents.Take(20).Average(latent => codec.Encode(latent, QuantiserStep.Of(4)).Length);
        Assert.InRange(bytes, 0.97 * 400 * 3.79 / 8, 1.02 * 400 * 3.79 / 8 + 4);
    }

    [Theory]
    [InlineData("490000")]
    [InlineData("49")]
    [InlineData("")]
    [InlineData("4A9C00000000")]
    [InlineData("499D00800000")]
    [InlineData("49A000800000")]
    [InlineData("498C")]
    [InlineData("498CFFFFFFFF")]
    [InlineData("498C00000000")]
    public void Hostile_headers_are_refused(string file) => Assert.True(Refuses(Convert.FromHexString(file), new LatentCodec(s_first)));

    private static bool Refuses(byte[] file, LatentCodec codec)
    {
        try
        {
            IaeFile.Read(file, codec, "x.iae");
            return false;
        }
        catch (CheckpointException)
        {
            return true;
        }
    }
}
