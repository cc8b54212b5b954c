using System.Diagnostics;
using System.Text;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Export;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.TensorBoard;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Models.Uses.Anomaly;
using ILGpuAutoencoders.Models.Uses.Compression;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.Long;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models;

/// <summary>
/// Small files that ask for much: every kind of file of a run, with bytes changed, or with other numbers behind a right checksum. It is
/// taken, or refused with one of the errors that say so; in bounded time, and for little memory.
/// </summary>
public sealed class HostileFileTests : IDisposable
{
    internal const int Mutations = 100, ManyMutations = 100_000;

    private const long MostBytes = 48L << 20;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    // What has a meaning somewhere: sizes that overflow products, no numbers, other families.
    private static readonly string[] s_words =
    [
        "", "0", "-1", "1", "16", "512", "1024", "65536", "2147483632", "2147483647", "99999999999999999999", "NaN", "-Infinity", "1e308",
        "1e-320", "conv", "mlp", "unet", "vae", "1,2147483647,0.5,,,,,,0.1", "1,1,0.5,,,,,,0.1\n2,1,0.5,,,,,,0.1", "\0", "mse",
    ];

    private static readonly double[] s_numbers = [0, -1, 1, double.NaN, double.PositiveInfinity, 3e38, -3e38, 1e-45, 1L << 46, -1L << 40];

    private readonly TemporaryFolder _folder = new();
    private readonly ComputeDevice _device = DeviceCatalog.Open("cpu", threads: 1).Device;
    private readonly LatentRun _run;
    private readonly byte[] _face = GeneratedFaces.Draw(3, 0, 16);
    private readonly Dictionary<string, (byte[] Whole, Action<byte[]> Read)> _kinds;

    public HostileFileTests()
    {
        string run = _folder["run"];
        TinyTraining.Run(run, 2, "--tensorboard");
        Do("anomaly", "calibrate", run, "--data", "faces:20", "--device", "cpu");
        PixelCodec.SavePng(new Picture(16, 16, _face), _folder["face.png"]);
        Do("compress", run, _folder["face.png"], "--out", _folder["small"], "--device", "cpu");
        Do("export", run, "--to", _folder["model.onnx"]);
        _run = LatentRun.On(_device, run);
        var codec = LatentCodec.Open(_run);
        float[] latent = _run.Encode(_face);
        string At(string name) => Path.Combine(run, name);
        Action<byte[]> In(string path, Action<string> read) => bytes =>
        {
            File.WriteAllBytes(path, bytes);
            read(path);
        };
        _kinds = new()
        {
            ["checkpoint"] = (File.ReadAllBytes(At(RunFile.Best)), In(_folder["x.safetensors"], path =>
            {
                using var other = LatentRun.On(_device, path);
                other.Decode(new float[other.Latent]);
            })),
            ["state"] = (File.ReadAllBytes(At(RunFile.State)), In(_folder["state"], path =>
                TrainingState.From(Checkpoint.Read(path), path).IsReachable(3))),
            ["control"] = (File.ReadAllBytes(At(RunFile.Control)), In(_folder["control"], path =>
                ControlFile.Read(path, new ControlKey("", 1, 16, _run.Run.Options.Crop.ToString(), false)))),
            ["calibration"] = (File.ReadAllBytes(AnomalyCalibration.PathOf(_run.Run.Checkpoint)),
                In(AnomalyCalibration.PathOf(_run.Run.Checkpoint), _ =>
                {
                    var calibration = AnomalyCalibration.Read(_run.Run);
                    var picture = new Picture(16, 16, _face);
                    var (measured, _) = new AnomalyScorer(_run, calibration.Reference).Score([picture]).Single();
                    AnomalyDetector.Judge(measured, calibration, "face.png", null);
                })),
            ["codec"] = (File.ReadAllBytes(At("best.codec.safetensors")), In(At("best.codec.safetensors"), _ =>
            {
                var other = LatentCodec.Open(_run);
                foreach (var step in QuantiserStep.Table)
                {
                    Assert.All(other.Decode(other.Encode(latent, step), step), value => Assert.True(float.IsFinite(value)));
                }
            })),
            ["iae"] = (codec.Encode(latent, new QuantiserStep(12)),
                bytes => IaeFile.Read(IaeFile.Write(new QuantiserStep(12), bytes), codec, "x.iae")),
            ["iae file"] = (File.ReadAllBytes(_folder["small/face.iae"]), bytes => IaeFile.Read(bytes, codec, "x.iae")),
            ["onnx"] = (File.ReadAllBytes(_folder["model.onnx"]), In(_folder["x.onnx"], path => OnnxWeights.Read(path))),
            ["config"] = (File.ReadAllBytes(At(RunFile.Config)), bytes =>
                TrainingConfig.Parse(Encoding.UTF8.GetString(bytes), "config.yaml").Validate()),
            ["metrics"] = (File.ReadAllBytes(At(RunFile.Metrics)), In(_folder["metrics.csv"], path => MetricsTable.Read(path, null))),
            ["events"] = (File.ReadAllBytes(At(RunFile.TensorBoard)), In(_folder["events"], path => new EventFile(path, 4).Dispose())),
        };
    }

    /// <summary>The kinds of files.</summary>
    public static TheoryData<string> Kinds =>
        ["checkpoint", "state", "control", "calibration", "codec", "iae", "iae file", "onnx", "config", "metrics", "events"];

    public void Dispose()
    {
        _run.Dispose();
        _device.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_mutated_file_is_taken_or_refused_in_bounds(string kind) => Mutate(kind, Mutations, seed: 1);

    [Theory(Explicit = true)]
    [MemberData(nameof(Kinds))]
    public void A_hundred_thousand_mutated_files_are(string kind) => LongRun.Report("FILE-1", Mutate(kind, ManyMutations, seed: 2));

    private string Mutate(string kind, int count, int seed)
    {
        var (whole, read) = _kinds[kind];
        var random = new Random(seed);
        var slowest = TimeSpan.Zero;
        long largest = 0;
        int taken = 0;
        read(whole);
        for (int i = 0; i < count; i++)
        {
            byte[] mutated = i % 2 == 1 && IsSafetensors(whole) ? OtherContent(whole, random) : OtherBytes(whole, random);
            long before = GC.GetAllocatedBytesForCurrentThread(), device = _device.PeakBytes;
            var clock = Stopwatch.StartNew();
            try
            {
                read(mutated);
                taken++;
            }
            catch (Exception error) when (error is CheckpointException or ConfigurationException)
            {
                // Refused.
            }
            catch (Exception error)
            {
                Assert.Fail($"{kind}, mutation {i} of seed {seed}: {error}");
            }

            slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
            largest = Math.Max(largest, GC.GetAllocatedBytesForCurrentThread() - before + _device.PeakBytes - device);
            Assert.True(largest < MostBytes, $"{kind}, mutation {i} of seed {seed}: {largest:N0} bytes for {mutated.Length:N0}");
            Assert.True(clock.Elapsed < s_longest, $"{kind}, mutation {i} of seed {seed}: {clock.Elapsed}");
        }

        return $"{kind}: {count:N0} files, {taken:N0} taken, the slowest {slowest.TotalMilliseconds:F1} ms, at most {largest:N0} bytes";
    }

    private static bool IsSafetensors(byte[] file) => file.Length > 8 && file[8] == (byte)'{';

    private static byte[] OtherBytes(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (int edits = random.Next(1, 5); edits > 0 && bytes.Count > 0; edits--)
        {
            int at = random.Next(random.Next(2) == 0 ? Math.Min(64, bytes.Count) : bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = random.Next(2) == 0 ? byte.MaxValue : (byte)(bytes[at] ^ 1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(64, bytes.Count - at) + 1));
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_words[random.Next(s_words.Length)]));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>A file with a right checksum and the content of another.</summary>
    private static byte[] OtherContent(byte[] whole, Random random)
    {
        var file = Checkpoint.Parse(whole, "whole");
        for (int edits = random.Next(1, 3); edits > 0; edits--)
        {
            string[] keys = [.. file.Metadata.Keys], names = [.. file.Tensors.Keys];
            if (random.Next(2) == 0 && keys.Length > 0)
            {
                string key = keys[random.Next(keys.Length)];
                // Bound to the weights it goes on to be read.
                file.Metadata[key == "weights_sha256" ? "more" : key] = s_words[random.Next(s_words.Length)];
            }
            else if (names.Length > 0)
            {
                string name = names[random.Next(names.Length)];
                var tensor = file.Tensors[name];
                switch (random.Next(4))
                {
                    case 0:
                        file.Tensors.Remove(name);
                        break;
                    case 1:
                        file.Tensors[name] = CheckpointTensor.FromFloats([random.Next(70_000), 0], []);
                        break;
                    case 2 when tensor.Type == ElementType.Int64:
                        long[] counts = tensor.ToInt64s();
                        Array.Fill(counts, (long)s_numbers[random.Next(s_numbers.Length)], 0, random.Next(counts.Length + 1));
                        file.Tensors[name] = CheckpointTensor.FromInt64s([.. tensor.Shape], counts);
                        break;
                    default:
                        float[] values = tensor.ToFloats();
                        Array.Fill(values, (float)s_numbers[random.Next(s_numbers.Length)], 0, random.Next(values.Length + 1));
                        file.Tensors[name] = CheckpointTensor.FromFloats([.. tensor.Shape], values);
                        break;
                }
            }
        }

        return file.ToBytes();
    }

    private static void Do(params string[] words)
    {
        var run = CliRun.Of(words);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
