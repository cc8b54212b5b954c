using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Data.Pixels;

namespace ILGpuAutoencoders.Tests.Models.Uses;

public sealed class LatentTests(TrainedRunFixture fixture) : IClassFixture<TrainedRunFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("latents").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Vectors_are_equal_in_every_format_and_to_those_of_the_model()
    {
        string[] files = Faces("faces", 5);
        float[] npy = Npy(Embed("a.npy", files), out string header), csv = [],
        tensor = Checkpoint.Read(Embed("a.safetensors", files)).Tensors["latent"].ToFloats();
        string[] rows = File.ReadAllLines(Embed("c.csv", files));
        csv = [.. rows.Skip(1).SelectMany(row => row.Split(',').Skip(1)).Select(text => float.Parse(text, CultureInfo.InvariantCulture))];

        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (5, 8), }", header.TrimEnd());
        Assert.Equal(npy, csv);
        Assert.Equal(npy, tensor);
        Assert.Equal("file,z0,z1,z2,z3,z4,z5,z6,z7", rows[0]);
        Assert.Equal(files, rows.Skip(1).Select(row => row.Split(',')[0]));
        Assert.Equal(files, File.ReadAllLines(At("a.npy.names.txt")));
        Assert.Equal(files, File.ReadAllLines(At("a.safetensors.names.txt")));
        // A picture alone has the bits that it has among others.
        Assert.Equal(npy[^8..], Npy(Embed("one.npy", [files[4]]), out _));
        Assert.NotEqual(npy[..8], npy[8..16]);
    }

    [Fact]
    public void A_name_with_a_comma_is_one_field()
    {
        PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw(0, 1, 16)), At("a,\"b\".png"));

        Assert.StartsWith($"\"{_folder}{Path.DirectorySeparatorChar}a,\"\"b\"\".png\",",
            File.ReadAllLines(Embed("x.csv", [At("a,\"b\".png")]))[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_nearest_picture_is_a_copy_and_the_picture_itself_is_left_out()
    {
        string[] files = Faces("faces", 6);
        File.Copy(files[2], At("copy.png"));

        var result = Neighbours.Run(
            new NeighbourOptions
            {
                Run = fixture.RunPath,
                Queries = [files[2]],
                In = _folder,
                Top = 3,
                Out = At("grid.png"),
                Device = "cpu"
            });

        var query = Assert.Single(result.Queries);
        Assert.Equal((At("copy.png"), 0.0), (query.Neighbours[0].File, query.Neighbours[0].Distance));
        Assert.DoesNotContain(query.Neighbours, neighbour => neighbour.File == files[2]);
        Assert.Equal(query.Neighbours.Select(n => n.Distance).Order(), query.Neighbours.Select(n => n.Distance));
        var grid = PixelCodec.DecodeFile(result.Grid).Picture!;
        Assert.Equal(4 + (4 * 100), grid.Width);
        Assert.Equal(PixelCodec.DecodeFile(files[2]).Picture!.Pixels.ToArray(), Tile(grid, 4 + 100, 4 + 22));
        string[] distances = [.. query.Neighbours.Select(n => FormattableString.Invariant($"{n.Distance:0.000}"))];
        Assert.Equal(
            ["2.png, and what is nearest to it", "faces", "faces", .. distances],
            PictureText.Order(grid, ["2.png, and what is nearest to it", "faces", .. distances]));
    }

    [Fact]
    public void People_are_found_by_pictures_that_differ_little()
    {
        // Eight people of two pictures, the second a little brighter; a ninth has one picture and is not asked for.
        for (int person = 0; person < 9; person++)
        {
            byte[] face = GeneratedFaces.Draw(0, 10 * person, 16);
            string folder = Directory.CreateDirectory(At($"people/{person}")).FullName;
            PixelCodec.SavePng(new Picture(16, 16, face), Path.Combine(folder, "1.png"));
            if (person < 8)
            {
                PixelCodec.SavePng(
                    new Picture(16, 16, Array.ConvertAll(face, level => (byte)Math.Min(255, level + 3))), Path.Combine(folder, "2.png"));
            }
        }

        var options =
            new NeighbourOptions
            {
                Run = fixture.RunPath,
                Queries = [At("people/0")],
                In = At("people"),
                Out = At("grid.png"),
                Device = "cpu"
            };
        var accuracy = Neighbours.Run(options).Accuracy!;

        Assert.Equal((16, 8, 8), (accuracy.Images, accuracy.People, accuracy.PcaComponents));
        Assert.Equal(1.0 / 16, accuracy.Chance, 12);
        Assert.Equal(new TopAccuracy(1, 1), accuracy.Pixels);
        Assert.InRange(accuracy.Latent.Top1, 0.8, 1);
        Assert.InRange(accuracy.Pca.Top1, 0.8, 1);
        Assert.Null(Neighbours.Run(options with { In = At("people/0"), Out = At("grid-2.png") }).Accuracy);
    }

    [Fact]
    public void A_walk_begins_and_ends_at_the_reconstructions()
    {
        string[] files = Faces("faces", 2);
        var result = Interpolation.Run(
            new InterpolationOptions
            {
                Run = fixture.RunPath,
                From = files[0],
                To = files[1],
                Out = At("walk.png"),
                Steps = 3,
                Device = "cpu"
            });
        var pictures =
            Reconstructor.Run(new ReconstructionOptions { Run = fixture.RunPath, Inputs = files, Out = At("out"), Device = "cpu" })
                .Pictures;

        var grid = PixelCodec.DecodeFile(result.Out).Picture!;
        string walk = "decoded between the latent vectors of two pictures", fade = "the same mixtures of their pixels, the control";
        Assert.Equal([walk, "from", "50%", "100%", fade], PictureText.Order(grid, fade, "100%", "50%", "from", walk));
        byte[] TileAt(int column, string caption) => Tile(grid, 4 + (100 * column), PictureText.Find(grid, caption)[0].Y + 22);
        Assert.Equal(PixelCodec.DecodeFile(files[0]).Picture!.Pixels.ToArray(), TileAt(0, walk));
        Assert.Equal(PixelCodec.DecodeFile(pictures[0].Output).Picture!.Pixels.ToArray(), TileAt(1, walk));
        Assert.Equal(PixelCodec.DecodeFile(pictures[1].Output).Picture!.Pixels.ToArray(), TileAt(3, walk));
        Assert.Equal(PixelCodec.DecodeFile(files[1]).Picture!.Pixels.ToArray(), TileAt(3, fade));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Embed(string name, string[] files) =>
        Embedder.Run(new EmbedOptions { Run = fixture.RunPath, Inputs = files, Out = At(name), Device = "cpu" }).Out;

    private string[] Faces(string name, int count)
    {
        Directory.CreateDirectory(At(name));
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            string file = At(Path.Combine(name, $"{i}.png"));
            PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw(3, i, 16)), file);
            return file;
        })];
    }

    private static float[] Npy(string path, out string header)
    {
        byte[] file = File.ReadAllBytes(path);
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], file[..8]);
        int begin = 10 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        Assert.Equal(0, begin % 64);
        Assert.Equal((byte)'\n', file[begin - 1]);
        header = Encoding.ASCII.GetString(file[10..begin]);
        return [.. Enumerable.Range(0, (file.Length - begin) / 4).Select(
            i => BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(begin + 4 * i)))];
    }

    /// <summary>A picture of 16 x 16 that is shown with six times as many pixels a side.</summary>
    private static byte[] Tile(Picture grid, int left, int top) =>
    [
        .. Enumerable.Range(0, 16 * 16).SelectMany(
            i => grid.Pixels.Slice(3 * (((top + (i / 16 * 6)) * grid.Width) + left + (i % 16 * 6)), 3).ToArray()),
    ];
}
