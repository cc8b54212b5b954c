using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Benchmarks.Ops;

/// <summary>An operation as the models use it, at a size that fits into no cache; rows of tests/OpCases.cs hold one.</summary>
/// <param name="What">What is special about it; empty for nothing.</param>
/// <param name="Prepare">Sets up the state that the operation keeps from step to step and returns the operation as a function of its
/// inputs.</param>
/// <param name="Inputs">Shapes of the differentiated inputs.</param>
/// <param name="Unit">GFLOP/s of products, GB/s of all others.</param>
/// <param name="Forward">FLOP of the forward pass, or the least bytes that it must read and write.</param>
/// <param name="Backward">The same for the backward pass from the result's sum, which reads the result and fills its gradient.</param>
internal sealed record OpWork(
    string What, Func<ComputeDevice, Func<Tensor[], Tensor>> Prepare, Shape[] Inputs, string Unit, double Forward, double Backward)
{
    internal const int Channels = 64;

    internal static readonly Shape Pictures = [64, 32, 32, Channels], Rgb = [64, 64, 64, 3];

    /// <summary>An operation of one operand that moves the given number of arrays of its size; that of a map by default.</summary>
    internal static OpWork Single(string what, Func<Tensor, Tensor> run, double forward = 2, double backward = 5) =>
        Bytes(what, _ => t => run(t[0]), [Pictures], forward, backward);

    /// <summary>An operation of two operands of one shape.</summary>
    internal static OpWork Pair(Func<Tensor, Tensor, Tensor> run, double forward, double backward) =>
        Pair("", run, Pictures, forward, backward);

    /// <inheritdoc cref="Pair(Func{Tensor, Tensor, Tensor}, double, double)"/>
    internal static OpWork Pair(string what, Func<Tensor, Tensor, Tensor> run, Shape shape, double forward, double backward) =>
        Bytes(what, _ => t => run(t[0], t[1]), [shape, shape], forward, backward);

    /// <summary>Any operation that is bound by memory: forward and backward count arrays of the first input's size.</summary>
    internal static OpWork Bytes(
        string what, Func<ComputeDevice, Func<Tensor[], Tensor>> prepare, Shape[] inputs, double forward, double backward)
    {
        double array = (double)sizeof(float) * inputs[0].Count;
        return new(what, prepare, inputs, "GB/s", forward * array, backward * array);
    }

    /// <summary>An operation that is a matrix product.</summary>
    internal static OpWork Product(string what, Func<Tensor[], Tensor> run, long multiplyAdds, params Shape[] inputs) =>
        new(what, _ => run, inputs, "GFLOP/s", 2.0 * multiplyAdds, 4.0 * multiplyAdds);

    /// <summary>The operation and, if wanted, the gradients of its sum.</summary>
    internal static void Run(Func<Tensor[], Tensor> op, Tensor[] inputs, bool withGradients)
    {
        if (!withGradients)
        {
            op(inputs);
            return;
        }

        var operands = Array.ConvertAll(inputs, input => input.WithShape(input.Shape).WithGradient());
        op(operands).Sum().Backward(freeIntermediates: true);
    }
}
