using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;
using static System.FormattableString;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.InterpolationOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>What is walked between.</summary>
public sealed record InterpolationOptions : PictureOptions
{
    /// <summary>A run folder (its best checkpoint) or a checkpoint file within one.</summary>
    public required string Run { get; init; }

    /// <summary>The picture at the beginning; a file.</summary>
    public required string From { get; init; }

    /// <summary>The picture at the end; a file.</summary>
    public required string To { get; init; }

    /// <summary>The grid to write.</summary>
    public required string Out { get; init; }

    /// <summary>Pictures of the walk with both ends, 2 to 100; 8 unless set.</summary>
    public int Steps { get; init; } = 8;

    /// <summary>These options by key.</summary>
    public static new OptionTable<InterpolationOptions> Table { get; } = TableOf(
        new InterpolationOptions { Run = "", From = "", To = "", Out = "" },
        Row.Of("steps", NumberRange.From(2).To(100), "pictures of the walk, with both ends", o => o.Steps, (o, v) => o with { Steps = v }));
}

/// <summary>What was written.</summary>
/// <param name="Out">The grid: the two pictures around the walk, under it the same mixtures of their pixels.</param>
/// <param name="Steps">Pictures of the walk.</param>
/// <param name="Distance">Euclidean distance of the two latent vectors.</param>
public sealed record InterpolationResult(string Out, int Steps, double Distance);

/// <summary>A straight walk between two pictures through latent space, beside the cross-fade that it has to beat.</summary>
public static class Interpolation
{
    /// <summary>Decodes equal steps from one latent vector to the other.</summary>
    /// <param name="options">Run, pictures and file.</param>
    /// <param name="observer">Is told of the device; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="DataSetException">A picture is missing or does not decode.</exception>
    public static InterpolationResult Run(
        InterpolationOptions options, ITaskObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        InterpolationOptions.Table.Validate(options);
        using var run = LatentRun.Open(options.Run, options, observer);
        var read = run.Read([options.From], observer, cancellation).Concat(run.Read([options.To], observer, cancellation)).ToList();
        Picture from = read[0].Picture, to = read[^1].Picture;
        float[] start = run.Encode(from.Pixels), end = run.Encode(to.Pixels);
        List<Picture> walk = [from], fade = [from];
        List<string> shares = ["from"];
        for (int step = 0; step < options.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            float share = step / (options.Steps - 1f);
            walk.Add(run.DecodePicture([.. start.Zip(end, (a, b) => a + (b - a) * share)]));
            byte[] mixed = [.. from.Pixels.ToArray().Zip(to.Pixels.ToArray(), (a, b) => (byte)MathF.Round(a + (b - a) * share))];
            fade.Add(new Picture(run.Shape.Width, run.Shape.Height, mixed));
            shares.Add(Invariant($"{100 * share:0}%"));
        }

        PixelCodec.SavePng(
            ImageGrid.Compose([
                new GridRow("decoded between the latent vectors of two pictures", [.. walk, to], [.. shares, "to"]),
                new GridRow("the same mixtures of their pixels, the control", [.. fade, to]),
            ]), options.Out);
        return new InterpolationResult(options.Out, options.Steps, Neighbours.Distance(start, end));
    }
}
