namespace ILGpuAutoencoders.Engine;

/// <summary>One recorded operation: its output, and how to pass the output's gradient on to its inputs.</summary>
/// <param name="Order">Position on the tape; every input was computed before.</param>
/// <param name="Output">The result.</param>
/// <param name="Inputs">The operands that gradients may flow to.</param>
/// <param name="Rule">The backward rule.</param>
internal sealed record GradientNode(long Order, Tensor Output, Tensor[] Inputs, BackwardRule Rule);

/// <summary>
/// Passes d loss / d output on to an operation's inputs, by <see cref="Autograd.Accumulate"/> for each that needs it.
/// </summary>
/// <param name="outputGradient">d loss / d output, of the output's shape. The rule may overwrite it.</param>
public delegate void BackwardRule(Tensor outputGradient);
