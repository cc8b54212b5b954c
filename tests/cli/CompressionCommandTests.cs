using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

public sealed class CompressionCommandTests : IClassFixture<TinyRun>, IDisposable
{
    private readonly TinyRun _tiny;
    private readonly TemporaryFolder _folder = new();

    public CompressionCommandTests(TinyRun tiny)
    {
        _tiny = tiny;
        CliRun.Of("data", "faces", "--out", _folder["faces"], "--count", "5", "--image-size", "16");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_picture_goes_there_and_back_and_a_damaged_one_exits_4()
    {
        string[] line =
            ["compress", _tiny.Run, _folder["faces/train"], "--out", _folder["iae"], "--bits", "6", "--device", "cpu", "--json"];
        var run = CliRun.Of(line);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        string[] files = Directory.GetFiles(_folder["iae"]);
        Assert.Equal(3, files.Length);
        Assert.Equal(files.Sum(file => new FileInfo(file).Length), run.Json.GetProperty("bytes").GetInt64());
        Assert.Equal(ExitCodes.Usage, CliRun.Of(line).ExitCode);

        string[] back = ["decompress", _tiny.Run, _folder["iae"], "--out", _folder["png"], "--device", "cpu", "--json"];
        run = CliRun.Of(back);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(3, Directory.GetFiles(_folder["png"], "*.png").Length);
        Assert.Equal(ExitCodes.Usage, CliRun.Of(back).ExitCode);

        byte[] bytes = File.ReadAllBytes(files[0]);
        bytes[^6] ^= 1;
        File.WriteAllBytes(files[0], bytes);
        run = CliRun.Of("decompress", _tiny.Run, files[0], "--out", _folder["damaged"], "--device", "cpu");
        Assert.Equal(ExitCodes.Checkpoint, run.ExitCode);
        Assert.Contains(files[0], run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["damaged"]));
        Assert.Equal(
            ExitCodes.Data, CliRun.Of("decompress", _tiny.Run, _folder["none.iae"], "--out", _folder["x"], "--device", "cpu").ExitCode);
    }

    [Fact]
    public void The_answer_comes_first_and_then_the_pictures_with_the_lowest_psnr()
    {
        string csv = _folder["iae.csv"];
        var run = CliRun.Of(
            "compress", _tiny.Run, _folder["faces"], "--out", _folder["five"], "--csv", csv, "--all", "--device", "cpu", "--quiet");

        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        string[] shown = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), rows = File.ReadAllLines(csv);
        Assert.StartsWith("5 pictures in ", shown[0], StringComparison.Ordinal);
        Assert.StartsWith("JPEG at no fewer bytes: ", shown[1], StringComparison.Ordinal);
        Assert.Equal($"lowest PSNR, of pictures in {_folder["five"]}:", shown[2]);
        Assert.Equal(5 + 5, shown.Length);
        Assert.Equal("file,bytes,bits_per_pixel,psnr,jpeg_bytes,jpeg_psnr,jpeg_quality", rows[0]);
        double[] psnr = [.. rows[1..].Select(row => double.Parse(row.Split(',')[3], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(psnr.Order(), psnr);
    }

    [Fact]
    public void The_table_needs_no_folder_and_files_do()
    {
        var table = CliRun.Of(
            "compress", _tiny.Run, _folder["faces/train"], "--table", "--also", Path.Combine(_tiny.Run, "last.safetensors"), "--device",
            "cpu", "--quiet");

        Assert.True(table.ExitCode == ExitCodes.Ok, table.Error);
        Assert.Contains("bits/pixel", table.Output, StringComparison.Ordinal);
        Assert.Equal(30, table.Output.Split('\n').Count(line =>
            line.StartsWith(_tiny.Run, StringComparison.Ordinal) && !line.Contains(" beside ", StringComparison.Ordinal)));
        Assert.Contains("beside WebP: ", table.Output, StringComparison.Ordinal);
        Assert.Contains("beside KLT: ", table.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, CliRun.Of("compress", _tiny.Run, _folder["faces/train"], "--device", "cpu").ExitCode);
    }
}
