using System.Text.Json;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Pixels;

public sealed class PictureFrameTests
{
    [Theory]
    [InlineData(31, 7, 16, 16)]
    [InlineData(40, 30, 96, 64)]
    [InlineData(28, 28, 28, 28)]
    public void Stretched_pictures_are_resized_along_each_axis(int width, int height, int toWidth, int toHeight)
    {
        var picture = DrawnPictures.Random(width, height);
        var framed = new PictureFrame(new PictureShape(toWidth, toHeight)).Apply(picture);
        Assert.Equal((toWidth, toHeight, 3), (framed.Width, framed.Height, framed.Channels));
        if (toWidth == toHeight)
        {
            Assert.Equal(PixelResizer.Resize(picture, Crop.Whole, toWidth).Pixels.ToArray(), framed.Pixels.ToArray());
        }
    }

    [Fact]
    public void Padding_keeps_proportions_between_two_black_bars()
    {
        byte[] white = new byte[3 * 40 * 20];
        Array.Fill<byte>(white, 255);
        var framed = new PictureFrame(16, Fit: PictureFit.Pad).Apply(new Picture(40, 20, white));
        for (int row = 0; row < 16; row++)
        {
            byte expected = row is >= 4 and < 12 ? (byte)255 : (byte)0;
            Assert.All(framed.Pixels.Slice(3 * 16 * row, 3 * 16).ToArray(), level => Assert.Equal(expected, level));
        }
    }

    [Fact]
    public void Cropping_keeps_proportions_and_the_middle()
    {
        var picture = DrawnPictures.Random(40, 20);
        var framed = new PictureFrame(20, Fit: PictureFit.Crop).Apply(picture);
        for (int row = 0; row < 20; row++)
        {
            Assert.Equal(
                picture.Pixels.Slice(3 * ((40 * row) + 10), 60).ToArray(), framed.Pixels.Slice(60 * row, 60).ToArray());
        }
    }

    [Theory]
    [InlineData(PictureFit.Stretch, 40, 20, 40, 20)]
    [InlineData(PictureFit.Crop, 40, 20, 20, 20)]
    [InlineData(PictureFit.Pad, 40, 20, 40, 20)]
    [InlineData(PictureFit.Pad, 21, 77, 21, 77)]
    [InlineData(PictureFit.Crop, 21, 77, 21, 21)]
    public void What_the_frame_shows_goes_back_to_its_own_size(PictureFit fit, int width, int height, int backWidth, int backHeight)
    {
        var frame = new PictureFrame(16, Fit: fit);
        var back = frame.Undo(frame.Apply(DrawnPictures.Gradient(width, height)), new ImageSize(width, height));
        Assert.Equal((backWidth, backHeight), (back.Width, back.Height));
        Assert.Throws<ArgumentException>(() => frame.Undo(DrawnPictures.Random(4, 4), 16));
    }

    [Fact]
    public void A_padded_picture_loses_its_bars_on_the_way_back()
    {
        byte[] white = new byte[3 * 40 * 20];
        Array.Fill<byte>(white, 255);
        var frame = new PictureFrame(16, Fit: PictureFit.Pad);
        Assert.Equal(white, frame.Undo(frame.Apply(new Picture(40, 20, white)), new ImageSize(40, 20)).Pixels.ToArray());
    }

    [Theory]
    [InlineData(250, 250, false)]
    [InlineData(250, 249, false)] // Less than half a pixel of the frame.
    [InlineData(250, 240, true)]
    [InlineData(1, 900, true)]
    public void Other_proportions_count_from_half_a_pixel_on(int width, int height, bool expected)
    {
        Assert.Equal(expected, new PictureFrame(64).Reshapes(new ImageSize(width, height)));
        Assert.False(new PictureFrame(64, Crop.Square).Reshapes(new ImageSize(width, height)));
    }

    [Fact]
    public void Grey_is_the_luma_of_Rec_601_and_grey_pixels_keep_their_value()
    {
        byte[] levels = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        var grey = new PictureFrame(new PictureShape(16, 16, 1)).Apply(new Picture(16, 16, [.. levels.SelectMany(v => new[] { v, v, v })]));
        Assert.Equal(levels, grey.Pixels.ToArray());
        Assert.Equal(levels.SelectMany(v => new[] { v, v, v }), new PictureFrame(16).Apply(grey).Pixels.ToArray());
        byte[] colours = [255, 0, 0, 0, 255, 0, 0, 0, 255];
        Assert.Equal([76, 150, 29], new PictureFrame(new PictureShape(3, 1, 1)).Apply(new Picture(3, 1, colours)).Pixels.ToArray());
    }

    [Fact]
    public void Grey_pictures_are_resized_as_their_three_equal_channels_are()
    {
        byte[] levels = [.. Enumerable.Range(0, 35 * 23).Select(i => (byte)(i * 37 % 251))];
        var grey = new Picture(35, 23, levels);
        var rgb = new Picture(35, 23, [.. levels.SelectMany(v => new[] { v, v, v })]);
        foreach (int side in new[] { 9, 16, 50 })
        {
            Assert.Equal(
                PixelResizer.Resize(rgb, Crop.Whole, side).Pixels.ToArray().Where((_, i) => i % 3 == 0),
                PixelResizer.Resize(grey, Crop.Whole, side).Pixels.ToArray());
        }
    }

    [Fact]
    public void Grey_pictures_are_written_as_such_and_read_back()
    {
        var grey = new Picture(20, 10, [.. Enumerable.Range(0, 200).Select(i => (byte)i)]);
        byte[] png = PixelCodec.EncodePng(grey);
        Assert.Equal(0, png[25]); // The colour type of IHDR.
        Assert.Equal(grey.Pixels.ToArray(), PixelCodec.Decode(png).Picture!.Pixels.ToArray().Where((_, i) => i % 3 == 0));
        Assert.True(PixelCodec.Decode(PixelCodec.EncodeJpeg(grey, 90)).IsGood);
        Assert.True(PixelCodec.Decode(PixelCodec.EncodeWebp(grey, 90)).IsGood);
    }

    [Theory]
    [InlineData("64", 64, 64)]
    [InlineData("96x64", 96, 64)]
    public void Sizes_are_width_by_height_in_text_and_in_JSON(string text, int width, int height)
    {
        Assert.True(ImageSize.TryParse(text, out var size));
        Assert.Equal(new ImageSize(width, height), size);
        Assert.Equal(text, size.ToString());
        Assert.Equal(size, JsonSerializer.Deserialize<ImageSize>(JsonSerializer.Serialize(size)));
        Assert.Equal(width == height ? "64" : "\"96x64\"", JsonSerializer.Serialize(size));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x64")]
    [InlineData("64x")]
    [InlineData("64x64x3")]
    [InlineData("1.5")]
    [InlineData("-64")]
    public void Other_texts_are_no_sizes(string text) => Assert.False(ImageSize.TryParse(text, out _));
}
