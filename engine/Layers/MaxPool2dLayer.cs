namespace ILGpuAutoencoders.Engine;

/// <summary>The largest value of each window of a picture.</summary>
public sealed class MaxPool2dLayer : Layer
{
    private readonly int _kernel, _stride;

    /// <summary>Describes a max pooling.</summary>
    /// <param name="kernel">Side of a window, 1 or more.</param>
    /// <param name="stride">Pixels between windows; 0 for the kernel, PyTorch's default.</param>
    public MaxPool2dLayer(int kernel, int stride = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(stride);
        (_kernel, _stride) = (kernel, stride == 0 ? kernel : stride);
    }

    /// <inheritdoc/>
    public override string Kind => "MaxPool2d";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Rank == 4 && input[1] >= _kernel && input[2] >= _kernel
        ? input.With(1, ((input[1] - _kernel) / _stride) + 1).With(2, ((input[2] - _kernel) / _stride) + 1)
        : throw new ArgumentException(
            $"MaxPool2d: a window of {_kernel}x{_kernel} does not fit into {input}; give [N, H, W, C] with larger pictures.",
            nameof(input));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.MaxPool2d(_kernel, _stride);
    }

    /// <inheritdoc/>
    public override string AddTo(IOperatorGraph graph, string x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Add("MaxPool", [x], OperatorAttribute.Integers("kernel_shape", _kernel, _kernel),
            OperatorAttribute.Integers("strides", _stride, _stride));
    }
}
