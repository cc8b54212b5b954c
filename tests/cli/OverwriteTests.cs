using System.Security.Cryptography;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Outputs that would replace an input, or anything else that is there, are refused before anything is written.</summary>
public sealed class OverwriteTests(OverwriteTests.Inputs inputs) : IClassFixture<OverwriteTests.Inputs>
{
    [Theory]
    [InlineData("reconstruct RUN in --out in")]
    [InlineData("reconstruct RUN in/0.png --out in")]
    [InlineData("reconstruct RUN in/0.png --out in/0.png")]
    [InlineData("reconstruct RUN in/0.png --out in/0.png/deeper")]
    [InlineData("denoise RUN in --out in")]
    [InlineData("denoise RUN in/0.png --out in/0.png")]
    [InlineData("denoise RUN in/0.png --out labelled")]
    [InlineData("compress RUN in --out compressed")]
    [InlineData("compress RUN in/0.png --out in/0.png")]
    [InlineData("decompress RUN compressed/0.iae --out in")]
    [InlineData("decompress RUN compressed/0.iae --out compressed/0.iae")]
    [InlineData("embed RUN in --out z.npy")]
    [InlineData("embed RUN in --out y.npy")]
    [InlineData("neighbours RUN in/0.png --in in --out in/0.png")]
    [InlineData("interpolate RUN in/0.png in/1.png --out in/1.png")]
    [InlineData("sample RUN --out in/0.png")]
    [InlineData("evaluate RUN --csv labels.csv")]
    [InlineData("anomaly score RUN in --labels labels.csv --out labels.csv")]
    [InlineData("anomaly score RUN in --overlay in")]
    [InlineData("anomaly score RUN in --overlay in/0.png")]
    [InlineData("export RUN --to RUN/best.safetensors")]
    [InlineData("import RUN/best.safetensors --model shallow --image-size 16 --latent 1 --out RUN")]
    [InlineData("train shallow --data in --out in")]
    [InlineData("train shallow --data in --out in/0.png")]
    [InlineData("train shallow --init RUN --image-size 16 --latent 1 --data in --out RUN")]
    [InlineData("sweep shallow --data in --image-size 16 --out in/0.png")]
    [InlineData("tour --quick --data in --out in")]
    [InlineData("data import in --out in")]
    [InlineData("data faces --count 4 --out in")]
    [InlineData("data pixels --data in --split train --image-size 16 --out in/0.png")]
    public void What_is_there_stays(string line)
    {
        var before = inputs.Snapshot();
        var run = CliRun.Of(
            [.. line.Split(' ').Select(inputs.Locate),
                .. line.Split(' ')[0] is "export" or "import" or "data" ? (string[])[] : ["--device", "cpu"]]);

        Assert.True(run.ExitCode == ExitCodes.Usage, $"{line}: {run.ExitCode}: {run.Error}");
        Assert.Matches("^ilgpu-ae: .*(exists|is a file).*\\.$", run.Error.TrimEnd().Split('\n')[^1]);
        Assert.Equal(before, inputs.Snapshot());
    }

    /// <summary>Pictures, a run, and what commands made of them.</summary>
    public sealed class Inputs : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Inputs()
        {
            foreach (string folder in (string[])["in", "labelled"])
            {
                Directory.CreateDirectory(_folder[folder]);
                for (int i = 0; i < 4; i++)
                {
                    PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw(0, i, 16)), _folder[$"{folder}/{i}.png"]);
                }
            }

            File.Move(_folder["labelled/0.png"], _folder["labelled/grid.png"]);
            File.WriteAllText(_folder["labels.csv"], "0.png,normal\n1.png,anomaly\n2.png,normal\n3.png,normal\n");
            TinyTraining.Run(_folder["run"], epochs: 1);
            Make("compress", Locate("RUN"), Locate("in"), "--out", _folder["compressed"], "--device", "cpu");
            Make("anomaly", "calibrate", Locate("RUN"), "--data", "faces:600", "--device", "cpu");
            Make("embed", Locate("RUN"), Locate("in"), "--out", _folder["z.npy"], "--device", "cpu");
            // Its vectors are gone, its names are not.
            Make("embed", Locate("RUN"), Locate("in"), "--out", _folder["y.npy"], "--device", "cpu");
            File.Delete(_folder["y.npy"]);
        }

        public void Dispose() => _folder.Dispose();

        internal string Locate(string word) => word.StartsWith("RUN", StringComparison.Ordinal) ? _folder["run"] + word[3..]
            : word.Contains('/', StringComparison.Ordinal) || Path.Exists(_folder[word]) || word.Contains('.', StringComparison.Ordinal)
            ? _folder[word]
            : word;

        /// <summary>Every file and what it holds.</summary>
        internal SortedDictionary<string, string> Snapshot() =>
            new(Directory.GetFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != ".lock")
            .ToDictionary(
                path => path, path => Directory.Exists(path) ? "" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))));

        private static void Make(params string[] words)
        {
            var run = CliRun.Of(words);
            Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        }
    }
}
