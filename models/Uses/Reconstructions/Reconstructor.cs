using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Reconstructions;

namespace ILGpuAutoencoders.Models;

/// <summary>Reconstructs pictures with a trained model.</summary>
public static class Reconstructor
{
    /// <summary>What its shards are of.</summary>
    public const string Command = "reconstruct";

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
        var part = ShardFolder.Of(
            options.Out, options.Shard, files, Command, run.Fingerprint, $"fit {options.Fit}, original size {options.OriginalSize}");
        if (part.Done<ReconstructedPicture>() is { } before)
        {
            return Divided(options, before.Items, before.Bad) with { WasDone = true };
        }

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
        part.Begin(written);
        foreach (var group in InputPictures.ReadAll(
            part.Files, run, part.IsPart, bad, observer, cancellation).Chunk(batches.Size))
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < group.Length; i++)
            {
                PixelValues.ToUnit(group[i].Picture.Pixels, batches.Input(i));
            }

            batches.Run(group.Length);
            var outputs = new Picture[group.Length];
            for (int i = 0; i < group.Length; i++)
            {
                var (index, original, size) = group[i];
                string file = part.Files[index];
                float[] output = batches.Output(i).ToArray();
                var score = metrics.Add(output, batches.Input(i));
                outputs[i] = PixelValues.ToPicture(frame.Shape.Width, frame.Shape.Height, output);
                outputs[i] = options.OriginalSize ? frame.Undo(outputs[i], size) : outputs[i];
                done.Add(new ReconstructedPicture(file, targets[file], score.Mse, score.Psnr));
                sheet.Add(file, original, output, score.Mse);
            }

            string[] places = Array.ConvertAll(group, read => part.PathOf(targets[part.Files[read.Index]]));
            behind.Start(outputs.Length, i => written.Write(places[i], PixelCodec.EncodePng(outputs[i])));
        }

        behind.Finish();
        if (!part.IsPart)
        {
            written.Write(gridPath, PixelCodec.EncodePng(sheet.Compose()));
        }

        part.Finish(written, done, bad, device.Arithmetic);
        return part.IsPart ? Divided(options, done, bad) : new ReconstructionResult(options.Out, gridPath, done, bad);
    }

    /// <summary>Puts the pictures of all shards into their folder.</summary>
    /// <param name="path">The folder that a shard was given.</param>
    /// <param name="observer">Is told if processors differed; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DataSetException">Shards are missing, do not belong together, or hold nothing.</exception>
    /// <exception cref="CheckpointException">A shard cannot be read.</exception>
    /// <exception cref="ConfigurationException">A file to be written exists.</exception>
    public static ReconstructionResult Merge(string path, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        using var written = new NewFiles();
        var all = ShardFolder.Merge<ReconstructedPicture>(path, written, observer, cancellation);
        written.Keep();
        return new ReconstructionResult(path, null, all.Items, all.Bad);
    }

    private static ReconstructionResult Divided(
        ReconstructionOptions options, IReadOnlyList<ReconstructedPicture> pictures, IReadOnlyList<string> bad) =>
        new(ShardPlaces.PathOf(options.Out, options.Shard!, ""), null, pictures, bad) { Shard = options.Shard!.ToString() };
}
