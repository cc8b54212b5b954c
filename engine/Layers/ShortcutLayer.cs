namespace ILGpuAutoencoders.Engine;

/// <summary>
/// A row of layers with a shortcut around it: their results are added (a residual block of He et al., "Deep residual learning for image
/// recognition", 2015) or stand side by side as channels (a skip connection). Parameters are named body.0.weight and shortcut.0.weight.
/// </summary>
public sealed class ShortcutLayer : Layer
{
    private readonly bool _adds;

    private ShortcutLayer(Sequential body, Sequential? shortcut, bool adds)
    {
        ArgumentNullException.ThrowIfNull(body);
        (Body, Shortcut, _adds) = (body, shortcut, adds);
        foreach (var parameter in body.Parameters)
        {
            parameter.Qualify("body");
        }

        foreach (var parameter in shortcut?.Parameters ?? [])
        {
            parameter.Qualify("shortcut");
        }

        Parameters = [.. body.Parameters, .. shortcut?.Parameters ?? []];
    }

    /// <inheritdoc/>
    public override string Kind => _adds ? "Residual" : "Skip";

    /// <summary>The layers that the shortcut leads around.</summary>
    public Sequential Body { get; }

    /// <summary>The layers of the shortcut; null where it gives what it takes.</summary>
    public Sequential? Shortcut { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>y = body(x) + shortcut(x).</summary>
    /// <param name="body">The layers; they belong to no other row.</param>
    /// <param name="shortcut">Layers that give x the shape of body(x); null where it has that shape.</param>
    public static ShortcutLayer Residual(Sequential body, Sequential? shortcut = null) => new(body, shortcut, adds: true);

    /// <summary>The channels of body(x), then those of shortcut(x).</summary>
    /// <param name="body">The layers; they belong to no other row.</param>
    /// <param name="shortcut">Layers that give x the height and width of body(x); null where it has them.</param>
    public static ShortcutLayer Skip(Sequential body, Sequential? shortcut = null) => new(body, shortcut, adds: false);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        Shape body = Body.OutputShape(input), around = Shortcut?.OutputShape(input) ?? input;
        bool fits = _adds ? body == around : body.Rank == around.Rank && body.With(body.Rank - 1, 0) == around.With(around.Rank - 1, 0);
        return !fits
            ? throw new ArgumentException(
                $"{Kind}: the layers give {body} and the shortcut {around}; "
                + (_adds ? "make them equal." : "make all axes but the last equal."), nameof(input))
            : _adds ? body : body.With(body.Rank - 1, checked(body[^1] + around[^1]));
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Body.MultiplyAdds(input) + (Shortcut?.MultiplyAdds(input) ?? 0);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        Tensor body = Body.Forward(x, pass), around = Shortcut?.Forward(x, pass) ?? x;
        var y = _adds ? body.Add(around) : body.Concat(around);
        if (!Autograd.IsRecording)
        {
            FreeUnless(x, body);
            FreeUnless(x, around);
        }

        return y;
    }

    /// <inheritdoc/>
    public override string AddTo(IOperatorGraph graph, string x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        string body = Body.AddTo(graph, x), around = Shortcut?.AddTo(graph, x) ?? x;
        return _adds ? graph.Add("Add", [body, around]) : graph.Add("Concat", [body, around], OperatorAttribute.Integer("axis", 1));
    }

    private static void FreeUnless(Tensor kept, Tensor value)
    {
        if (value != kept && value.Storage.OwnsMemory)
        {
            value.Device.Free(value.Storage);
        }
    }
}
