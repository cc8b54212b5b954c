using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data;

public class PlainTextTests
{
    [Theory]
    [InlineData("Straße 日本 😀 é", "Straße 日本 😀 é")]
    [InlineData("a\nb\tc\r", @"a\u000ab\u0009c\u000d")]
    [InlineData("\u001b[2J\u009b1m", @"\u001b[2J\u009b1m")]
    [InlineData("\u202Egnp.exe", @"\u202egnp.exe")]
    [InlineData("\u2066x\u2069\u2028y\u200F", @"\u2066x\u2069\u2028y\u200f")]
    [InlineData("", "")]
    public void What_steers_is_shown(string text, string shown) => Assert.Equal(shown, PlainText.Of(text));

    [Fact]
    public void Halves_of_pairs_are_shown() => Assert.Equal(@"\ud83dx\ude00", PlainText.Of("\ud83dx\ude00"));
}
