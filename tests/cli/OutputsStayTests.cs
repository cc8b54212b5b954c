using System.Security.Cryptography;
using ILGpuAutoencoders.Cli;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>No command writes anywhere but where it was told to, whatever files say.</summary>
public sealed class OutputsStayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OutputsStayTests()
    {
        Directory.CreateDirectory(_folder["in"]);
        for (int i = 0; i < 4; i++)
        {
            PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw(0, i, 16)), _folder[$"in/{i}.png"]);
        }

        TinyTraining.Run(_folder["run"], epochs: 1);
        // What a stranger could write into a checkpoint, where a path might be made of it.
        foreach (string name in TinyTraining.Checkpoints)
        {
            string file = Path.Combine(_folder["run"], name);
            var checkpoint = Checkpoint.Read(file);
            checkpoint.Metadata["name"] = checkpoint.Metadata["run"] = checkpoint.Metadata["path"] = "../../escaped";
            checkpoint.Metadata["../../escaped"] = "../../escaped";
            checkpoint.Tensors["../../escaped"] = CheckpointTensor.FromFloats([1], [0]);
            checkpoint.Write(file);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_writes_its_outputs_and_nothing_else()
    {
        string run = _folder["run"], pictures = _folder["in"], o = _folder["out"];
        Directory.CreateDirectory(o);
        Check([], "inspect", run);
        Check([], "inspect", "conv");
        Check([], "devices");
        Check([], "--help");
        Check([], "train", "conv", "--print-config");
        Check(["out/csv"], "evaluate", run, "--data", "faces:20", "--csv", $"{o}/csv", "--device", "cpu");
        Check(["out/reconstructed/"], "reconstruct", run, pictures, "--out", $"{o}/reconstructed", "--device", "cpu");
        Check(["out/denoised/"], "denoise", run, pictures, "--out", $"{o}/denoised", "--device", "cpu");
        Check(["out/z.npy", "out/z.npy.names.txt"], "embed", run, pictures, "--out", $"{o}/z.npy", "--device", "cpu");
        Check(["out/near.png"], "neighbours", run, $"{pictures}/0.png", "--in", pictures, "--top", "2", "--out", $"{o}/near.png", "--device", "cpu");
        Check(["out/walk.png"], "interpolate", run, $"{pictures}/0.png", $"{pictures}/1.png", "--out", $"{o}/walk.png", "--device", "cpu");
        Check(["out/iae/", "run/"], "compress", run, pictures, "--out", $"{o}/iae", "--device", "cpu");
        Check(["out/png/"], "decompress", run, $"{o}/iae", "--out", $"{o}/png", "--device", "cpu");
        Check(["run/"], "anomaly", "calibrate", run, "--data", "faces:20", "--device", "cpu");
        Check(["out/scores.csv"], "anomaly", "score", run, pictures, "--out", $"{o}/scores.csv", "--device", "cpu");
        File.Delete(_folder[$"run/{RunFile.Report}"]);
        Check(["run/"], "report", run, "--device", "cpu");
        Check(["run/"], "train", "--resume", run, "--epochs", "2");
        Check(["out/new/"], [.. TinyTraining.Options, "--epochs", "1", "--init", run, "--out", $"{o}/new"]);
        Check(["out/sweep/"], "sweep", "shallow", "--latent", "1,2", "--data", "faces:20", "--image-size", "16", "--epochs", "1", "--out", $"{o}/sweep", "--device", "cpu");
        Check(["out/faces/"], "data", "faces", "--out", $"{o}/faces", "--count", "4", "--image-size", "16");
        Check(["out/pixels.u8"], "data", "pixels", "--data", "faces:20", "--split", "val", "--image-size", "16", "--out", $"{o}/pixels.u8");
        Check([], "benchmark", "shallow", "--image-size", "16", "--batch", "2", "--seconds", "0.01", "--device", "cpu");
    }

    /// <summary>Runs a command and looks what has changed.</summary>
    /// <param name="allowed">What may: files, and folders with a slash.</param>
    /// <param name="words">The command line.</param>
    private void Check(string[] allowed, params string[] words)
    {
        var before = Snapshot();
        var run = CliRun.Of(words);
        Assert.True(run.ExitCode == ExitCodes.Ok, $"{words[0]}: {run.Error}");
        var after = Snapshot();
        string[] changed = [.. before.Keys.Union(after.Keys).Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path))];
        string[] outside = [.. changed.Where(path => !allowed.Any(place => place.EndsWith('/') ? path.StartsWith(place, StringComparison.Ordinal) : path == place))];
        Assert.True(outside.Length == 0, $"{string.Join(' ', words)} changed {string.Join(", ", outside)}");
        Assert.True(allowed.Length == 0 || changed.Length > 0, $"{string.Join(' ', words)} wrote nothing");
    }

    /// <summary>The files below the folder and beside it with hashes of what they hold.</summary>
    private Dictionary<string, string> Snapshot()
    {
        string parent = Path.GetDirectoryName(_folder.Root)!;
        Assert.False(Path.Exists(Path.Combine(parent, "escaped")) || Path.Exists(Path.Combine(Path.GetDirectoryName(parent) ?? parent, "escaped")));
        return Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != ".lock")
            .ToDictionary(file => Path.GetRelativePath(_folder.Root, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
    }
}
