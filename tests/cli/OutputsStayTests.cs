using System.CommandLine;
using System.Security.Cryptography;
using ILGpuAutoencoders.Cli;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>No command writes anywhere but where it was told to, whatever files say.</summary>
public sealed class OutputsStayTests : IDisposable
{
    /// <summary>Where a process stands, its home and its temporary folder: all within what is looked at.</summary>
    private const string Where = "cwd", Home = "home", Temporary = "tmp";

    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<string> _verbs = [];
    private bool _inProcesses;
    private int _commands;

    public OutputsStayTests()
    {
        Directory.CreateDirectory(_folder["in"]);
        for (int i = 0; i < 4; i++)
        {
            PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw(0, i, 16)), _folder[$"in/{i}.png"]);
        }

        foreach (string name in (string[])["Ann/1.png", "Ann/2.png", "Bea/1.png", "Cid/1.png"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[$"people/{name}"])!);
            File.Copy(_folder["in/0.png"], _folder[$"people/{name}"]);
        }

        foreach (string name in (string[])["a", "b"])
        {
            Directory.CreateDirectory(_folder[$"classes/{name}"]);
            for (int i = 0; i < 4; i++)
            {
                File.Copy(_folder[$"in/{i}.png"], _folder[$"classes/{name}/{i}.png"]);
            }
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
        CheckAll();
        // Slower; the processes below run them. serve has a test of its own, since it ends by a signal.
        AssertAllBut("doctor", "serve", "tour");
    }

    [Fact(Explicit = true)]
    public void Nor_does_a_process_in_its_home_in_the_temporary_folder_or_where_it_stands()
    {
        _inProcesses = true;
        Array.ForEach([Where, Home, Temporary], name => Directory.CreateDirectory(_folder[name]));
        CheckAll();
        Check([], "doctor");
        Check(["out/tour/"], "tour", "--quick", "--device", "cpu", "--out", _folder["out/tour"]);
        AssertAllBut("serve");
        // Pictures of files are kept decoded, and a run that is given no folder makes one.
        Check(["out/files/", $"{Home}/.cache/ilgpu-autoencoders/"], "train", "shallow", "--data", _folder["people"], "--image-size", "16",
            "--latent", "1", "--epochs", "1", "--device", "cpu", "--out", _folder["out/files"]);
        Check([$"{Where}/runs/"], [.. TinyTraining.Options, "--epochs", "1"]);
        Long.LongRun.Report(
            "FS-2", $"{_commands} commands, each of {Verbs(Program.CreateTree(), "").Count()} verbs among them: nothing written but what "
            + "was asked for");
    }

    private void CheckAll()
    {
        string run = _folder["run"], pictures = _folder["in"], classes = _folder["classes"], o = _folder["out"];
        Directory.CreateDirectory(o);
        Check([], "inspect", run);
        Check([], "inspect", "conv");
        Check([], "devices");
        Check([], "completion", "bash");
        Check([], "--help");
        Check([], "train", "conv", "--print-config");
        Check(["out/csv"], "evaluate", run, "--data", "faces:20", "--csv", $"{o}/csv", "--device", "cpu");
        Check(["out/reconstructed/"], "reconstruct", run, pictures, "--out", $"{o}/reconstructed", "--device", "cpu");
        Check(["out/denoised/"], "denoise", run, pictures, "--out", $"{o}/denoised", "--device", "cpu");
        Check(["out/z.npy", "out/z.npy.names.txt"], "embed", run, pictures, "--out", $"{o}/z.npy", "--device", "cpu");
        Check(["out/near.png", "run/"], "neighbours", run, $"{pictures}/0.png", "--in", pictures, "--top", "2", "--out", $"{o}/near.png",
            "--device", "cpu");
        Check(["out/walk.png"], "interpolate", run, $"{pictures}/0.png", $"{pictures}/1.png", "--out", $"{o}/walk.png", "--device", "cpu");
        Check(["out/iae/", "run/"], "compress", run, pictures, "--out", $"{o}/iae", "--device", "cpu");
        Check(["out/png/"], "decompress", run, $"{o}/iae", "--out", $"{o}/png", "--device", "cpu");
        Check(["run/"], "anomaly", "calibrate", run, "--data", "faces:20", "--device", "cpu");
        Check(["out/scores.csv"], "anomaly", "score", run, pictures, "--out", $"{o}/scores.csv", "--device", "cpu");
        Check(["out/benchmark/"], "anomaly", "benchmark", classes, "--model", "shallow", "--latent", "1", "--image-size", "16", "--epochs", "1",
            "--batch-size", "4", "--out", $"{o}/benchmark", "--device", "cpu");
        File.Delete(_folder[$"run/{RunFile.Report}"]);
        Check(["run/"], "report", run, "--device", "cpu");
        Check(["run/"], "train", "--resume", run, "--epochs", "2");
        Check(["out/new/"], [.. TinyTraining.Options, "--epochs", "1", "--init", run, "--out", $"{o}/new"]);
        Check([], "runs", o);
        Check([], "help", "train");
        Check(["out/compare.html", "run/", "out/new/"], "compare", run, $"{o}/new", "--out", $"{o}/compare.html", "--device", "cpu");
        string[] embed = ["embed", run, pictures, "--out", $"{o}/all.npy", "--device", "cpu", "--shard"];
        Check(["out/all.npy.shards/"], [.. embed, "1/2"]);
        Check(["out/all.npy.shards/"], [.. embed, "2/2"]);
        Check(["out/all.npy", "out/all.npy.names.txt", "out/all.npy.shards/"], "merge", $"{o}/all.npy");
        Check(["out/sweep/"], "sweep", "shallow", "--latent", "1,2", "--data", "faces:20", "--image-size", "16", "--epochs", "1", "--out",
            $"{o}/sweep", "--device", "cpu");
        Check(["out/vae/"], "train", "vae", "--preset", "plain", "--data", "faces:20", "--image-size", "16", "--latent", "2", "--epochs",
            "1", "--device", "cpu",
            "--out", $"{o}/vae", "--quiet");
        Check(["out/new.png"], "sample", $"{o}/vae", "--count", "2", "--out", $"{o}/new.png", "--device", "cpu");
        Check(["out/model.onnx"], "export", run, "--to", $"{o}/model.onnx");
        Check(["out/model.safetensors"], "export", run, "--to", $"{o}/model.safetensors");
        Check(["out/imported/"], "import", $"{o}/model.safetensors", "--model", "shallow", "--out", $"{o}/imported");
        Check(["out/people/"], "data", "import", _folder["people"], "--out", $"{o}/people");
        Check(["out/faces/"], "data", "faces", "--out", $"{o}/faces", "--count", "4", "--image-size", "16");
        Check(["out/pixels.u8"], "data", "pixels", "--data", "faces:20", "--split", "val", "--image-size", "16", "--out", $"{o}/pixels.u8");
        Check([], "benchmark", "shallow", "--image-size", "16", "--batch", "2", "--seconds", "0.01", "--device", "cpu");
        Check([], "kernels", "shallow", "--image-size", "16", "--batch", "2", "--device", "cuda");
    }

    /// <summary>Runs a command and looks what has changed.</summary>
    /// <param name="allowed">What may: files, and folders with a slash.</param>
    /// <param name="words">The command line.</param>
    private void Check(string[] allowed, params string[] words)
    {
        var before = Snapshot();
        var run = _inProcesses ? Process(words) : CliRun.Of(words);
        _commands++;
        _verbs.Add(string.Join(' ', words.TakeWhile((word, i) => i == 0 || (i == 1 && words[0] is "data" or "anomaly"))));
        Assert.True(run.ExitCode == ExitCodes.Ok, $"{words[0]}: {run.Error}");
        var after = Snapshot();
        string[] changed =
            [.. before.Keys.Union(after.Keys).Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path))];
        string[] outside =
            [.. changed.Where(
                path => !allowed.Any(place => place.EndsWith('/') ? path.StartsWith(place, StringComparison.Ordinal) : path == place))];
        Assert.True(outside.Length == 0, $"{string.Join(' ', words)} changed {string.Join(", ", outside)}");
        Assert.True(allowed.Length == 0 || changed.Length > 0, $"{string.Join(' ', words)} wrote nothing");
    }

    private CliRun Process(string[] words)
    {
        var (exitCode, output, error) = Programs.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "ilgpu-ae.dll"), .. words],
            [("HOME", _folder[Home]), ("TMPDIR", _folder[Temporary]), ("XDG_CACHE_HOME", ""), ("DOTNET_EnableDiagnostics", "0")],
            _folder[Where]);
        return new(exitCode, output, error);
    }

    /// <summary>Fails where a verb of the command line was not run, so that a new one cannot be forgotten.</summary>
    private void AssertAllBut(params string[] others) => Assert.Equal(others, Verbs(Program.CreateTree(), "").Except(_verbs).Order());

    private static IEnumerable<string> Verbs(Command command, string path) => command.Subcommands.Count == 0
        ? [path]
        : command.Subcommands.SelectMany(child => Verbs(child, $"{path} {child.Name}".TrimStart()));

    /// <summary>The files below the folder and beside it with hashes of what they hold.</summary>
    private Dictionary<string, string> Snapshot()
    {
        string parent = Path.GetDirectoryName(_folder.Root)!;
        Assert.False(
            Path.Exists(Path.Combine(parent, "escaped")) || Path.Exists(Path.Combine(Path.GetDirectoryName(parent) ?? parent, "escaped")));
        return Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != ".lock")
            .ToDictionary(
                file => Path.GetRelativePath(_folder.Root, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
    }
}
