using System.Security.Cryptography;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Pixels;

public class ImageGridTests
{
    private const int Gap = 4, Line = 22;

    [Fact]
    public void Pixels_become_squares_of_a_whole_number_of_pixels()
    {
        Picture[] pictures = [DrawnPictures.Random(32, 32), DrawnPictures.Random(32, 32, seed: 2)];
        var grid = ImageGrid.Compose([new GridRow("ab", pictures)]);
        Assert.Equal((2 * (96 + Gap)) + Gap, grid.Width);
        for (int i = 0; i < pictures.Length; i++)
        {
            AssertShows(pictures[i], grid, Gap + (i * (96 + Gap)), Gap + Line, factor: 3);
        }
    }

    [Fact]
    public void A_tiled_sheet_holds_each_picture_at_its_place_and_nothing_else()
    {
        Picture[] pictures = [.. Enumerable.Range(1, 5).Select(seed => DrawnPictures.Random(8, 6, seed))];
        var sheet = ImageGrid.Tile(pictures, 3);
        Assert.Equal((24, 12), (sheet.Width, sheet.Height));
        for (int i = 0; i < pictures.Length; i++)
        {
            AssertShows(pictures[i], sheet, i % 3 * 8, i / 3 * 6, factor: 1);
        }

        Assert.Equal([255, 255, 255], sheet.Pixels[^3..].ToArray());
        Assert.Throws<ArgumentException>(() => ImageGrid.Tile([DrawnPictures.Random(8, 6), DrawnPictures.Random(6, 8)], 2));
    }

    [Theory]
    [InlineData(1, 96)]
    [InlineData(16, 96)]
    [InlineData(28, 112)]
    [InlineData(64, 128)]
    [InlineData(95, 190)]
    [InlineData(96, 96)]
    [InlineData(256, 256)]
    public void A_picture_is_shown_with_96_pixels_or_more(int side, int shown)
    {
        var picture = DrawnPictures.Random(side, side);
        AssertShows(picture, ImageGrid.Compose([new GridRow("", [picture])]), Gap, Gap, shown / side);
        int columns = ImageGrid.ColumnsOf(side);
        var full = ImageGrid.Compose([new GridRow("", [.. Enumerable.Repeat(picture, columns)])]);
        Assert.Equal(Gap + (columns * (shown + Gap)), full.Width);
        Assert.InRange(full.Width, 1280 - shown, 1280);
    }

    [Fact]
    public void Captions_stand_above_their_row_and_notes_below_their_picture()
    {
        var picture = DrawnPictures.Gradient(96, 96);
        var grid = ImageGrid.Compose([
            new GridRow("the pictures", [picture, picture], ["one", "two"], ["21.50 dB", "9.00 dB"]),
            new GridRow("PCA-8: mean 19.25 dB", [picture, picture]),
        ]);
        Assert.Equal(
            ["the pictures", "one", "two", "21.50 dB", "9.00 dB", "PCA-8: mean 19.25 dB"],
            PictureText.Order(grid, "PCA-8: mean 19.25 dB", "9.00 dB", "21.50 dB", "two", "one", "the pictures"));
        Assert.Equal((Gap, Gap), Assert.Single(PictureText.Find(grid, "the pictures")));
        var (x, y) = Assert.Single(PictureText.Find(grid, "two"));
        Assert.Equal(Gap + Line + 96 + Gap, y);
        Assert.InRange(x, Gap + 96 + Gap, Gap + (2 * 96));
    }

    [Fact]
    public void A_long_caption_makes_a_narrow_grid_wider_and_is_cut_where_it_would_be_too_wide()
    {
        var picture = DrawnPictures.Gradient(96, 96);
        string caption = "reconstructions: mean 20.22 dB";
        Assert.Single(PictureText.Find(ImageGrid.Compose([new GridRow(caption, [picture])]), caption));
        string name = new('w', 500);
        var grid = ImageGrid.Compose([new GridRow(name, [picture], [name])]);
        Assert.InRange(grid.Width, 600, 650);
        Assert.Single(PictureText.Find(grid, "wwwwwwwwwwwwwwwwwwww\u2026"));
        Assert.Equal([Gap, Gap + Line + 96 + Gap], PictureText.Find(grid, "wwwww\u2026").Select(at => at.Y));
    }

    [Fact]
    public void Rows_that_are_too_long_continue_below_together_and_evenly()
    {
        var picture = DrawnPictures.Gradient(64, 64);
        Assert.Equal(9, ImageGrid.ColumnsOf(64));
        string[] numbers = [.. Enumerable.Range(1, 10).Select(i => $"no {i}.")];
        GridRow[] rows = [new GridRow("upper", [.. Enumerable.Repeat(picture, 10)], numbers), new GridRow("lower", [picture])];
        var grid = ImageGrid.Compose(rows);
        Assert.Equal(Gap + (5 * (128 + Gap)), grid.Width);
        Assert.Equal(
            ["upper", "no 1.", "no 5.", "lower", "upper", "no 6.", "no 10."],
            PictureText.Order(grid, "upper", "lower", "no 1.", "no 5.", "no 6.", "no 10."));
        // A row on its own has its caption once.
        Assert.Single(PictureText.Find(ImageGrid.Compose(rows[..1]), "upper"));
    }

    [Fact]
    public void Pictures_of_other_sizes_stand_in_the_middle()
    {
        Picture wide = DrawnPictures.Random(200, 100), small = DrawnPictures.Random(40, 40, seed: 2);
        var grid = ImageGrid.Compose([new GridRow("", [wide, small])]);
        Assert.Equal(Gap + (2 * (200 + Gap)), grid.Width);
        AssertShows(wide, grid, Gap, Gap + 10, factor: 1);
        AssertShows(small, grid, Gap + 200 + Gap + 40, Gap, factor: 3);
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes_on_every_machine()
    {
        static Picture Draw() => ImageGrid.Compose([
            new GridRow("The quick brown fox jumps over the lazy dog: 0123456789", [DrawnPictures.Gradient(32, 32)], ["\u00e9 #?"])]);
        Assert.Equal(PixelCodec.EncodePng(Draw()), PixelCodec.EncodePng(Draw()));
        Assert.Equal("0909ce53afcf177fe085554926875cee", Convert.ToHexStringLower(SHA256.HashData(Draw().Pixels))[..32]);
    }

    [Fact]
    public void What_cannot_be_laid_out_is_refused()
    {
        var one = DrawnPictures.Random(2, 2);
        Assert.Throws<ArgumentException>(() => ImageGrid.Compose([]));
        Assert.Throws<ArgumentException>(() => ImageGrid.Compose([new GridRow("empty", [])]));
        Assert.Throws<ArgumentException>(() => ImageGrid.Compose([new GridRow("two", [one, one], ["one"])]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageGrid.ColumnsOf(0));
    }

    private static void AssertShows(Picture picture, Picture grid, int left, int top, int factor)
    {
        for (int y = 0; y < picture.Height * factor; y++)
        {
            for (int x = 0; x < picture.Width * factor; x++)
            {
                var expected = picture.Pixels.Slice(3 * ((y / factor * picture.Width) + (x / factor)), 3);
                if (!expected.SequenceEqual(grid.Pixels.Slice(3 * (((top + y) * grid.Width) + left + x), 3)))
                {
                    Assert.Fail($"The grid does not show the picture at {x}, {y}.");
                }
            }
        }
    }
}
