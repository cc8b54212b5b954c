using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;
using ILGpuAutoencoders.Models.PrincipalComponents;

namespace ILGpuAutoencoders.Models.Evaluation;

/// <summary>Compares a model's outputs for a set of pictures with the clean pictures.</summary>
internal static class PictureEvaluation
{
    /// <summary>Pictures as evaluation sees them: with the fixed noise of the training, if it has any.</summary>
    internal static BatchSource BatchesOf(PixelSet pictures, TrainingOptions training, int batchSize = 64) =>
        new(pictures, new BatchOptions { BatchSize = batchSize, Seed = training.Seed, Corruption = training.Corruption });

    /// <summary>Evaluates the control on all pictures of a source.</summary>
    internal static ImageMetrics Run(
        BatchSource batches, PictureShape shape, Pca control, CancellationToken cancellation,
        Func<double, double>? ofDifference = null) => Run(
        batches, shape, (input, output, count) => control.ReconstructAll(input, output, count, cancellation), each: null, cancellation,
        ofDifference).Output;

    /// <summary>Evaluates all pictures of a source, in their order.</summary>
    /// <param name="batches">The pictures, with the fixed noise of evaluation if there is any.</param>
    /// <param name="shape">Of the pictures.</param>
    /// <param name="reconstruct">Fills outputs for the inputs of a number of pictures.</param>
    /// <param name="each">Receives the score of each picture and that of its input; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="ofDifference">A function of output - target whose mean is wanted as well; null for none.</param>
    /// <returns>The averages of outputs, and of inputs if they have noise.</returns>
    internal static (ImageMetrics Output, ImageMetrics? Input) Run(
        BatchSource batches, PictureShape shape, Reconstruction reconstruct, Action<int, PictureScore, PictureScore?>? each,
        CancellationToken cancellation,
        Func<double, double>? ofDifference = null)
    {
        var outputs = new ImageMetrics(shape, ofDifference);
        ImageMetrics? inputs = null;
        float[] output = [];
        foreach (var batch in batches.Sequential(cancellation))
        {
            Array.Resize(ref output, Math.Max(output.Length, batch.Input.Length));
            reconstruct(batch.Input, output.AsSpan(0, batch.Input.Length), batch.Count);
            for (int i = 0; i < batch.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                int at = i * batch.ImageLength;
                var target = batch.Target.Slice(at, batch.ImageLength);
                var score = outputs.Add(output.AsSpan(at, batch.ImageLength), target);
                var inputScore = batch.IsCorrupted
                    ? (inputs ??= new ImageMetrics(shape)).Add(batch.Input.Slice(at, batch.ImageLength), target)
                    : default(PictureScore?);
                each?.Invoke(batch.Indices[i], score, inputScore);
            }
        }

        return (outputs, inputs);
    }
}

/// <summary>Reconstructs pictures.</summary>
/// <param name="input">count x H x W x C values.</param>
/// <param name="output">As many values, to fill.</param>
/// <param name="count">Number of pictures.</param>
internal delegate void Reconstruction(ReadOnlySpan<float> input, Span<float> output, int count);
