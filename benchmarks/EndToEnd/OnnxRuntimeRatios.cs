using System.Diagnostics;
using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Options;
using Microsoft.ML.OnnxRuntime;

namespace ILGpuAutoencoders.Benchmarks.EndToEnd;

/// <summary>
/// Inference of this engine and of ONNX Runtime on the model that <c>export</c> writes, in one process: slices of time in alternation, as
/// many threads on both sides. A runtime's threads stop waiting actively long before its next slice.
/// </summary>
internal static class OnnxRuntimeRatios
{
    private const double SliceSeconds = 0.4;
    private const int Rounds = 9;

    private static readonly string[] s_usual =
        [.. new[] { "mlp", "conv", "improved" }.SelectMany(model => new[] { 1, 8, 64 }.Select(batch => $"{model}:{batch}"))];

    /// <param name="cases">Each MODEL:BATCH; none for the usual ones.</param>
    /// <returns>The exit code.</returns>
    internal static int Print(IReadOnlyList<string> cases)
    {
        Console.WriteLine(
            $"| infer, {Environment.ProcessorCount} threads | ours, images/s | ONNX Runtime | ratio, median of {Rounds} | least | most |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (string text in cases.Count == 0 ? s_usual : cases)
        {
            string[] words = text.Split(':');
            Console.WriteLine(Row(words[0], int.Parse(words[1], CultureInfo.InvariantCulture)));
        }

        return 0;
    }

    private static string Row(string name, int batch)
    {
        using var device = DeviceCatalog.Open("cpu", Environment.ProcessorCount).Device;
        using var model = Autoencoder.Create(device, ModelBuilder.NetworkOf(TrainingOptions.For(name)));
        float[] pictures = new float[model.PicturesShape(batch).Count], outputs = new float[pictures.Length];
        var random = new RandomStream(0, RandomPurpose.None);
        foreach (ref float value in pictures.AsSpan())
        {
            value = random.NextFloat();
        }

        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            OnnxModel.Write(model, file);
            using var runner = new InferenceRunner(model);
            using var peer = new Peer(file, pictures, batch, model.Options.ImageSize);
            return Alternate($"{name}, batch {batch}", batch, () => runner.Run(pictures, outputs, batch), peer.Run);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Alternate(string title, int batch, Action ours, Action theirs)
    {
        BenchmarkDevice.Settle(ours);
        BenchmarkDevice.Settle(theirs);
        var speeds = new (double Ours, double Theirs)[Rounds];
        foreach (ref var speed in speeds.AsSpan())
        {
            speed = (batch / SecondsOf(ours), batch / SecondsOf(theirs));
        }

        double[] ratios = [.. speeds.Select(speed => speed.Ours / speed.Theirs).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {title} | {Median(speeds.Select(speed => speed.Ours)):0} | {Median(speeds.Select(speed => speed.Theirs)):0} "
            + $"| {Median(ratios):0.00} | {ratios[0]:0.00} | {ratios[^1]:0.00} |");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    /// <summary>The mean of a slice, whose first fifth is not counted: caches and threads are the other side's.</summary>
    private static double SecondsOf(Action work)
    {
        Repeat(work, SliceSeconds / 5);
        return Repeat(work, SliceSeconds);
    }

    private static double Repeat(Action work, double seconds)
    {
        var watch = Stopwatch.StartNew();
        int count = 0;
        do
        {
            work();
            count++;
        }
        while (watch.Elapsed.TotalSeconds < seconds);
        return watch.Elapsed.TotalSeconds / count;
    }

    /// <summary>A session with its input and output in place.</summary>
    private sealed class Peer : IDisposable
    {
        private readonly InferenceSession _session;
        private readonly RunOptions _options = new();
        private readonly OrtValue _input, _output;

        internal Peer(string file, float[] pictures, int batch, ImageSize size)
        {
            long[] shape = [batch, 3, size.Height, size.Width];
            using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount };
            _session = new InferenceSession(file, options);
            _input = OrtValue.CreateTensorValueFromMemory(pictures, shape);
            _output = OrtValue.CreateTensorValueFromMemory(new float[pictures.Length], shape);
        }

        internal void Run() => _session.Run(_options, _session.InputNames, [_input], _session.OutputNames, [_output]);

        public void Dispose()
        {
            _input.Dispose();
            _output.Dispose();
            _options.Dispose();
            _session.Dispose();
        }
    }
}
