namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Layers one after another. Each gets a number, as in PyTorch, which prefixes its parameters' names: 0.weight. An activation is fused
/// into the layer before it where that layer supports it.
/// </summary>
public sealed class Sequential : Layer
{
    /// <summary>Chains layers; a layer belongs to one chain only.</summary>
    /// <param name="layers">The layers, first to last.</param>
    public Sequential(params Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Layers = layers;
        for (int i = 0; i < layers.Length; i++)
        {
            foreach (var parameter in layers[i].Parameters)
            {
                parameter.Qualify($"{i}");
            }
        }

        Parameters = [.. layers.SelectMany(layer => layer.Parameters)];
    }

    /// <inheritdoc/>
    public override string Kind => "Sequential";

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Layers.Aggregate(input, (shape, layer) => layer.OutputShape(shape));

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input)
    {
        long sum = 0;
        foreach (var layer in Layers)
        {
            sum += layer.MultiplyAdds(input);
            input = layer.OutputShape(input);
        }

        return sum;
    }

    /// <summary>Maps a batch. While nothing is recorded, each intermediate result is freed as soon as the next is computed.</summary>
    /// <param name="x">The batch; it is not modified.</param>
    /// <param name="pass">Training or inference.</param>
    public override Tensor Forward(Tensor x, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(x);
        var y = x;
        // The intermediate whose memory y uses: y itself, or the tensor that y is a view of. Never x, which is the caller's.
        Tensor? owner = null;
        for (int i = 0; i < Layers.Count; i++)
        {
            bool fuses = i + 1 < Layers.Count && Layers[i] is IFusesActivation && Layers[i + 1] is ActivationLayer { CanFuse: true };
            var next =
                fuses ? ((ActivationLayer)Layers[i + 1]).ForwardAfter((IFusesActivation)Layers[i], y, pass) : Layers[i].Forward(y, pass);
            i += fuses ? 1 : 0;
            if (next != y && next.Storage.Block.Pool is not null)
            {
                if (owner is not null && !Autograd.IsRecording)
                {
                    owner.Device.Free(owner.Storage);
                }

                owner = next;
            }

            y = next;
        }

        // Returning the memory and not a view of it lets the caller free it.
        return owner is null || owner == y || Autograd.IsRecording ? y : new Tensor(y.Shape, owner.Storage);
    }

    /// <inheritdoc/>
    public override string AddTo(IOperatorGraph graph, string x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Layers.Aggregate(x, (value, layer) => layer.AddTo(graph, value));
    }
}
