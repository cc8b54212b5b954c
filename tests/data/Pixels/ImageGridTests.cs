using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Pixels;

public class ImageGridTests
{
    [Fact]
    public void Pictures_stand_row_by_row_between_margins()
    {
        Picture[] pictures = [.. Enumerable.Range(1, 3).Select(i => new Picture(1, 1, [(byte)i, (byte)i, (byte)i]))];
        var grid = ImageGrid.Compose(pictures, columns: 2, margin: 1, background: 9);
        Assert.Equal((5, 5), (grid.Width, grid.Height));
        byte[] red = [.. Enumerable.Range(0, 25).Select(i => grid.Pixels[3 * i])];
        Assert.Equal([9, 9, 9, 9, 9, 9, 1, 9, 2, 9, 9, 9, 9, 9, 9, 9, 3, 9, 9, 9, 9, 9, 9, 9, 9], red);
    }

    [Fact]
    public void Unequal_pictures_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ImageGrid.Compose([DrawnPictures.Random(2, 2), DrawnPictures.Random(2, 3)], 2));
        Assert.Throws<ArgumentException>(() => ImageGrid.Compose([], 2));
        var one = DrawnPictures.Random(2, 2);
        Assert.Throws<ArgumentException>(() => ImageGrid.ComposeRows([[one, one], [one]]));
        Assert.Equal(
            (10, 10), (ImageGrid.ComposeRows([[one, one], [one, one]]).Width, ImageGrid.ComposeRows([[one, one], [one, one]]).Height));
    }
}
