using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
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
        var files = InputPictures.Expand(options.Inputs, options.FollowLinks, observer, cancellation);
        var targets = new OutputNames(options.Out, files, ".png", options.Overwrite, GridName);
        string gridPath = Path.Combine(options.Out, GridName);
        using var device = ObservedDevice.Open(options, observer);
        using var run = TrainedRun.Open(options.Run, device, options);
        int length = run.Model.PicturesShape(1).Count;
        using var batches = new FullBatches(
            run.Model, run.Model.PicturesShape, length, pictures => run.Model.Forward(pictures, ForwardPass.Inference));
        var frame = run.Frame;
        var metrics = new ImageMetrics(frame.Shape);
        var done = new List<ReconstructedPicture>();
        var bad = new List<string>();
        var sheet = new ReconstructionSheet(run.Options.Model, RunControl.Saved(run, observer));
        using var written = new NewFiles();
        using var behind = new WriteBehind();
        foreach (var group in InputPictures.ReadAll(
            files, run, isPart: false, bad, observer, cancellation).Chunk(batches.Size))
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < group.Length; i++)
            {
                PixelValues.ToUnit(group[i].Picture.Pixels, batches.Input(i));
            }

            batches.Run(group.Length);
            written.MakeFolder(options.Out);
            var outputs = new Picture[group.Length];
            for (int i = 0; i < group.Length; i++)
            {
                var (index, original, size) = group[i];
                string file = files[index];
                float[] output = batches.Output(i).ToArray();
                var score = metrics.Add(output, batches.Input(i));
                outputs[i] = PixelValues.ToPicture(frame.Shape.Width, frame.Shape.Height, output);
                outputs[i] = options.OriginalSize ? frame.Undo(outputs[i], size) : outputs[i];
                done.Add(new ReconstructedPicture(file, targets[file], score.Mse, score.Psnr));
                sheet.Add(file, original, output, score.Mse);
            }

            behind.Start(outputs.Length, i => written.Write(targets[files[group[i].Index]], PixelCodec.EncodePng(outputs[i])));
        }

        behind.Finish();
        written.Write(gridPath, PixelCodec.EncodePng(sheet.Compose()));
        written.Keep();
        return new ReconstructionResult(options.Out, gridPath, done, bad);
    }
}
