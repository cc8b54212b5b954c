using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data.Faces;

public class GeneratedFacesTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(48)]
    [InlineData(64)]
    public void A_face_is_fixed_by_seed_and_index(int side)
    {
        byte[] face = GeneratedFaces.Draw(1, 2, side);
        Assert.Equal(3 * side * side, face.Length);
        Assert.Equal(face, GeneratedFaces.Draw(1, 2, side));
        Assert.NotEqual(face, GeneratedFaces.Draw(1, 3, side));
        Assert.NotEqual(face, GeneratedFaces.Draw(2, 2, side));
    }

    [Fact]
    public void A_face_is_the_same_at_every_size()
    {
        for (int index = 0; index < 8; index++)
        {
            var large = new Picture(128, 128, GeneratedFaces.Draw(0, index, 128));
            byte[] small = GeneratedFaces.Draw(0, index, 32);
            Assert.True(Distance(PixelResizer.Resize(large, Crop.Whole, 32).Pixels, small) < 12, $"face {index}");
            Assert.True(Distance(GeneratedFaces.Draw(0, index + 1, 32), small) > 20, $"faces {index} and {index + 1}");
        }
    }

    [Fact]
    public void Faces_vary_and_are_neither_dark_nor_white()
    {
        var faces = GeneratedFaces.Load(0, 112, DatasetSplit.Train, new PixelOptions { Size = 32 });
        double[] means = [.. Enumerable.Range(0, faces.Count).Select(i => faces.Image(i).ToArray().Average(b => b))];
        Assert.InRange(means.Average(), 70, 170);
        Assert.True(means.Max() - means.Min() > 60);
        double variance = 0;
        for (int j = 0; j < faces.ImageLength; j++)
        {
            double[] values = [.. Enumerable.Range(0, faces.Count).Select(i => faces.Image(i)[j] / 255.0)];
            double mean = values.Average();
            variance += values.Average(v => (v - mean) * (v - mean)) / faces.ImageLength;
        }
        Assert.InRange(variance, 0.03, 0.12);
    }

    [Fact]
    public void Parts_are_90_5_5_of_one_sequence_whatever_the_number_of_workers()
    {
        var index = GeneratedFaces.Index(40);
        Assert.Equal((36, 2, 2), (index.Train.Count, index.Val.Count, index.Test.Count));
        Assert.Equal(["face-00036.png", "face-00037.png"], index.Val.Select(entry => entry.Path));
        PixelSet one = GeneratedFaces.Load(7, 40, DatasetSplit.Test, new PixelOptions { Size = 16, Workers = 1 }),
        four = GeneratedFaces.Load(7, 40, DatasetSplit.Test, new PixelOptions { Size = 16, Workers = 4 });
        Assert.True(one.Image(1).SequenceEqual(four.Image(1)));
        Assert.True(one.Image(1).SequenceEqual(GeneratedFaces.Draw(7, 39, 16)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(60)]
    [InlineData(272)]
    public void Other_sides_are_refused(int side) => Assert.Throws<ArgumentOutOfRangeException>(() => GeneratedFaces.Draw(0, 0, side));

    [Fact]
    public void A_data_set_of_faces_opens_by_name()
    {
        var faces = Dataset.Open("faces:60", new DatasetOptions { Pixels = new PixelOptions { Size = 16 }, FacesSeed = 4 });
        Assert.True(faces.IsFaces);
        Assert.Equal(54, faces.Load(DatasetSplit.Train).Count);
        Assert.True(faces.Load(DatasetSplit.Val).Image(0).SequenceEqual(GeneratedFaces.Draw(4, 54, 16)));
        Assert.Equal(2000, Dataset.FacesCount("faces"));
        Assert.Null(Dataset.FacesCount("my/faces"));
        Assert.Throws<FormatException>(() => Dataset.FacesCount("faces:0"));
        Assert.Throws<FormatException>(() => Dataset.FacesCount("faces:many"));
    }

    private static double Distance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }
        return sum / a.Length;
    }
}
