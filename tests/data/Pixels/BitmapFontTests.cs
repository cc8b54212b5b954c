using ILGpuAutoencoders.Data.Pixels;

namespace ILGpuAutoencoders.Tests.Data.Pixels;

public class BitmapFontTests
{
    private const int Room = 1_000;

    [Fact]
    public void Every_printable_character_has_a_shape_of_its_own()
    {
        string[] shapes = [.. Enumerable.Range(' ', 95).Select(code => ShapeOf(((char)code).ToString())), ShapeOf("\u2026")];
        Assert.Equal(96, shapes.Distinct().Count());
        Assert.DoesNotContain('#', shapes[0]);
        Assert.All(shapes.Skip(1), shape => Assert.Contains('#', shape));
    }

    [Fact]
    public void A_letter_is_drawn_as_it_is_in_the_table() => Assert.Equal(
        """
        ##........
        ##........
        ##........
        ##........
        ##........
        ##........
        ##........
        ##........
        ##........
        ##........
        ##........
        ##........
        ##########
        ##########
        ..........
        ..........
        ..........
        ..........
        """, ShapeOf("L"));

    [Theory]
    [InlineData("Zoë Ångström", "Zoe Angstrom")]
    [InlineData("Zoe\u0308", "Zoe")]
    [InlineData("Łódź, Çağla, Þór", "Lodz, Cagla, Tor")]
    [InlineData("a\nb\u001b[31m\u007f\u0085", "a?b?[31m??")]
    [InlineData("王 😀", "? ?")]
    [InlineData("", "")]
    public void Names_of_strangers_become_what_the_font_has(string text, string drawn) => Assert.Equal(drawn, BitmapFont.Fit(text, Room));

    [Fact]
    public void Half_a_surrogate_pair_is_one_question_mark() => Assert.Equal("a?", BitmapFont.Fit("a\ud83d", Room));

    [Fact]
    public void What_is_too_long_is_cut_with_an_ellipsis()
    {
        string name = "Somebody_with_a_name_of_many_letters";
        int whole = BitmapFont.WidthOf(BitmapFont.Fit(name, Room));
        Assert.Equal(name, BitmapFont.Fit(name, whole));
        for (int width = 12; width < whole; width++)
        {
            string cut = BitmapFont.Fit(name, width);
            Assert.InRange(BitmapFont.WidthOf(cut), 1, width);
            Assert.Equal(BitmapFont.Fit("\u2026", Room), cut[^1..]);
            Assert.StartsWith(cut[..^1], name, StringComparison.Ordinal);
        }
    }

    private static string ShapeOf(string text, int width = Room)
    {
        string fitted = BitmapFont.Fit(text, width);
        int stride = BitmapFont.WidthOf(fitted);
        byte[] pixels = new byte[3 * stride * BitmapFont.LineHeight];
        Array.Fill(pixels, byte.MaxValue);
        BitmapFont.Draw(fitted, pixels, stride, 0, 0, grey: 7);
        Assert.All(pixels, value => Assert.True(value is 7 or byte.MaxValue));
        return string.Join('\n', pixels.Where((_, i) => i % 3 == 0).Chunk(stride).Select(
            row => string.Concat(row.Select(value => value == 7 ? '#' : '.'))));
    }
}
