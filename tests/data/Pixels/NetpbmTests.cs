using System.Text;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Pixels;

public sealed class NetpbmTests
{
    [Theory]
    [InlineData("P2\n# by hand\n3 1\n255\n0 51\n255\n", new byte[] { 0, 0, 0, 51, 51, 51, 255, 255, 255 })]
    [InlineData("P3 1 2 5\n0 1 2 3 4 5 ", new byte[] { 0, 51, 102, 153, 204, 255 })]
    [InlineData("P5 2 1 127\n\0\u007fbehind it", new byte[] { 0, 0, 0, 255, 255, 255 })]
    [InlineData("P5 2 1 65535\r\u0010\u0000\u0020\u0000", new byte[] { 16, 16, 16, 32, 32, 32 })]
    [InlineData("P6 1 1 255 \u0001\u0002\u0003", new byte[] { 1, 2, 3 })]
    public void Grey_and_colour_as_text_and_bytes(string file, byte[] expected)
    {
        var result = PixelCodec.Decode(Encoding.Latin1.GetBytes(file));
        Assert.True(result.IsGood, result.Problem);
        Assert.Equal(expected, result.Picture.Pixels.ToArray());
    }

    [Theory]
    [InlineData("P5 2 2 255\nabc", "the file is cut short")]
    [InlineData("P2 2 1 255\n12 ", "the file is cut short")]
    [InlineData("P5 60000 60000 255\n", "60000x60000 is above the limit of 50,000,000 pixels, 65,535 a side")]
    [InlineData("P5 99999999999 1 255\n", "65536x1 is above the limit of 50,000,000 pixels, 65,535 a side")]
    [InlineData("P6 0 1 255\n", "the header is damaged")]
    [InlineData("P6 1 1 70000\n", "the header is damaged")]
    [InlineData("P6 # no end", "the header is damaged")]
    [InlineData("P7 1 1 255\n", null)]
    public void What_is_damaged_is_bad(string file, string? problem)
    {
        var result = PixelCodec.Decode(Encoding.Latin1.GetBytes(file));
        Assert.False(result.IsGood);
        Assert.True(
            problem is null ? result.Problem.StartsWith("not a ", StringComparison.Ordinal) : problem == result.Problem, result.Problem);
    }
}
