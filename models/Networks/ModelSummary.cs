using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>A row of the layer table.</summary>
/// <param name="Name">Its module and number: encoder.0.</param>
/// <param name="Kind">Its type: Conv2d.</param>
/// <param name="OutputShape">What it makes of one picture, without the batch: [H, W, C] or [L].</param>
/// <param name="Parameters">Number of trainable values; 0 where the layer is used again.</param>
/// <param name="Flops">Floating-point operations for one picture: 2 x multiply-adds of linear and convolution layers.</param>
public sealed record LayerRow(string Name, string Kind, Shape OutputShape, long Parameters, long Flops);

/// <summary>The layers of a model with their sizes, computed without a device.</summary>
public sealed class ModelSummary
{
    /// <summary>Summarises a model.</summary>
    /// <param name="model">It need not be on a device.</param>
    public ModelSummary(Autoencoder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Family = model.Options.Family;
        Picture = model.Options.Picture;
        Border = model.Options.Border is { IsNone: false } border ? border.Size : null;
        Latent = (model as ILatentModel)?.Latent;
        var counted = new HashSet<Layer>();
        Layers = [.. model.Graph.Walk(model.PicturesShape(1)).Select(use => new LayerRow(
            use.Name, use.Layer.Kind, WithoutBatch(use.Layer.OutputShape(use.Input)),
            !use.HasParts && counted.Add(use.Layer) ? use.Layer.Parameters.Where(p => p.IsTrainable).Sum(p => (long)p.Count) : 0,
            use.HasParts ? 0 : 2 * use.Layer.MultiplyAdds(use.Input)))];
    }

    /// <summary>The name of the family.</summary>
    public string Family { get; }

    /// <summary>Size and channels of the pictures.</summary>
    public PictureShape Picture { get; }

    /// <summary>The size to which the network brings them by a border of zeros; null where it needs none.</summary>
    public ImageSize? Border { get; }

    /// <summary>Length of the latent vector; null if there is none.</summary>
    public int? Latent { get; }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<LayerRow> Layers { get; }

    /// <summary>Number of trainable values.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Floating-point operations of one picture, forward.</summary>
    public long FlopsPerImage => Layers.Sum(layer => layer.Flops);

    private static Shape WithoutBatch(Shape shape) => shape.Rank == 4 ? [shape[1], shape[2], shape[3]] : [shape[1]];
}
