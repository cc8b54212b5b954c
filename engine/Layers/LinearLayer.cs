namespace ILGpuAutoencoders.Engine;

/// <summary>
/// y = x · Wᵀ + b; weight [out, in]. Where its input is a flattened picture, or its output becomes one, the engine has the
/// values in H, W, C order and a file has them in C, H, W order: give the picture's shape, so that the weights are reordered on loading
/// and saving.
/// </summary>
public sealed class LinearLayer : Layer, IFusesActivation
{
    private readonly int _inputs, _outputs;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <summary>Describes a linear layer of vectors.</summary>
    /// <param name="inputs">Length of the input.</param>
    /// <param name="outputs">Length of the output.</param>
    /// <param name="bias">Whether a value is added to each output.</param>
    public LinearLayer(int inputs, int outputs, bool bias = true)
        : this(inputs, outputs, FileLayout.Same([outputs, inputs]), FileLayout.Same([outputs]), bias)
    {
    }

    private LinearLayer(int inputs, int outputs, FileLayout weight, FileLayout bias, bool hasBias)
    {
        (_inputs, _outputs) = (inputs, outputs);
        var start = Initialization.ByFanIn(inputs);
        _weight = new Parameter("weight", weight, start);
        _bias = hasBias ? new Parameter("bias", bias, start) : null;
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
    }

    /// <inheritdoc/>
    public override string Kind => "Linear";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>A linear layer after a <see cref="FlattenLayer"/>.</summary>
    /// <param name="picture">The flattened picture, [H, W, C].</param>
    /// <param name="outputs">Length of the output.</param>
    /// <param name="bias">Whether a value is added to each output.</param>
    public static LinearLayer FromPicture(Shape picture, int outputs, bool bias = true)
    {
        int inputs = picture.Count;
        return new LinearLayer(
            inputs, outputs, FileLayout.PictureAxis([outputs, inputs], 1, picture), FileLayout.Same([outputs]), bias);
    }

    /// <summary>A linear layer before an <see cref="UnflattenLayer"/>.</summary>
    /// <param name="inputs">Length of the input.</param>
    /// <param name="picture">The picture that its output becomes, [H, W, C].</param>
    /// <param name="bias">Whether a value is added to each output.</param>
    public static LinearLayer ToPicture(int inputs, Shape picture, bool bias = true)
    {
        int outputs = picture.Count;
        return new LinearLayer(inputs, outputs, FileLayout.PictureAxis([outputs, inputs], 0, picture),
            FileLayout.PictureAxis([outputs], 0, picture), bias);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Rank == 2 && input[1] == _inputs
        ? [input[0], _outputs]
        : throw new ArgumentException($"Linear: the input {input} is not [N, {_inputs}]; flatten it or change the layer.", nameof(input));

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => (long)input.Count * _outputs;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, ForwardPass pass) => Forward<Identity>(x, pass, default);

    /// <inheritdoc/>
    public Tensor Forward<TActivation>(Tensor x, ForwardPass pass, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Linear(_weight.Value, _bias?.Value, activation);
    }

    /// <inheritdoc/>
    public override string AddTo(IOperatorGraph graph, string x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Add("Gemm", [x, .. Parameters.Select(graph.Constant)], OperatorAttribute.Integer("transB", 1));
    }
}
