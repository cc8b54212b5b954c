using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Reconstructions;

namespace ILGpuAutoencoders.Models;

/// <summary>Reconstructs pictures with a trained model.</summary>
public static class Reconstructor
{
    private const string GridName = "grid.png";

    /// <summary>Reconstructs pictures and writes each as PNG, and a grid of those with the largest errors.</summary>
    /// <param name="options">Run, pictures and folder.</param>
    /// <param name="observer">Is told of pictures that cannot be used; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="DataSetException">There is no picture, or none decodes.</exception>
    /// <exception cref="ConfigurationException">A file to be written exists.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static ReconstructionResult Run(
        ReconstructionOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var files = InputPictures.Expand(options.Inputs, observer, cancellation);
        var targets = new OutputNames(options.Out, files, ".png", GridName);
        string gridPath = Path.Combine(options.Out, GridName);
        using var device = ObservedDevice.Open(options, observer);
        using var run = TrainedRun.Open(options.Run, device);
        using var runner = new InferenceRunner(run.Model);
        int size = run.Options.ImageSize;
        var metrics = new ImageMetrics(size);
        var done = new List<ReconstructedPicture>();
        var bad = new List<string>();
        var sheet = new ReconstructionSheet(run.Options.Model, RunControl.Saved(run, observer));
        using var written = new NewFiles();
        var batch = new List<(int Index, Picture Picture)>();
        for (int i = 0; i < files.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (picture, problem) = InputPictures.Read(files[i], run.Options, size);
            if (picture is null)
            {
                bad.Add($"{files[i]}: {problem}");
                observer?.Warned($"'{files[i]}' cannot be used and is skipped ({problem}).");
            }
            else
            {
                batch.Add((i, picture));
            }

            if (batch.Count == options.BatchSize || (i == files.Count - 1 && batch.Count > 0))
            {
                written.MakeFolder(options.Out);
                foreach (var (index, original, output, score) in Reconstruct(runner, metrics, batch, size))
                {
                    cancellation.ThrowIfCancellationRequested();
                    written.Write(targets[files[index]], PixelCodec.EncodePng(PixelValues.ToPicture(size, size, output)));
                    done.Add(new ReconstructedPicture(files[index], targets[files[index]], score.Mse, score.Psnr));
                    sheet.Add(files[index], original, output, score.Mse);
                }

                batch.Clear();
            }
        }

        if (done.Count == 0)
        {
            throw InputPictures.NoneUsable(files.Count, bad);
        }

        InputPictures.TellSkipped(bad.Count, files.Count, observer);
        written.Write(gridPath, PixelCodec.EncodePng(sheet.Compose()));
        written.Keep();
        return new ReconstructionResult(options.Out, gridPath, done, bad);
    }

    private static IEnumerable<(int Index, Picture Original, float[] Output, PictureScore Score)> Reconstruct(
        InferenceRunner runner, ImageMetrics metrics, List<(int Index, Picture Picture)> batch, int size)
    {
        int length = 3 * size * size;
        float[] input = new float[batch.Count * length], outputs = new float[input.Length];
        for (int i = 0; i < batch.Count; i++)
        {
            PixelValues.ToUnit(batch[i].Picture.Pixels, input.AsSpan(i * length, length));
        }

        runner.Run(input, outputs, batch.Count);
        for (int i = 0; i < batch.Count; i++)
        {
            float[] output = outputs[(i * length)..((i + 1) * length)];
            yield return (batch[i].Index, batch[i].Picture, output, metrics.Add(output, input.AsSpan(i * length, length)));
        }
    }
}
