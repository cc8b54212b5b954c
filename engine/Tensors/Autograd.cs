using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Reverse-mode differentiation. Operations on tensors that require gradients record how they were computed;
/// <see cref="Backward"/> walks the records from the last to the first, so each gradient is complete when its rule runs.
/// </summary>
public static class Autograd
{
    [ThreadStatic]
    private static bool s_isPausedOnThread;

    private static long s_order;

    /// <summary>Whether operations are recorded on this thread.</summary>
    public static bool IsRecording
    {
        get => !s_isPausedOnThread;
        internal set => s_isPausedOnThread = !value;
    }

    /// <summary>Stops recording on this thread until the result is disposed: for evaluation.</summary>
    public static RecordingPause Pause()
    {
        var pause = new RecordingPause(IsRecording);
        IsRecording = false;
        return pause;
    }

    /// <summary>
    /// Records that <paramref name="output"/> was computed from <paramref name="inputs"/>, if any of them requires a gradient.
    /// </summary>
    /// <param name="output">A fresh tensor that the operation made.</param>
    /// <param name="inputs">Its operands.</param>
    /// <param name="rule">Passes the output's gradient on to the inputs.</param>
    /// <returns><paramref name="output"/>.</returns>
    public static Tensor Record(Tensor output, Tensor[] inputs, BackwardRule rule)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(inputs);
        if (IsRecording && Array.Exists(inputs, x => x.RequiresGradient))
        {
            output.RequiresGradient = true;
            output.Node = new GradientNode(Interlocked.Increment(ref s_order), output, inputs, rule);
        }

        return output;
    }

    /// <summary>Adds a term to the gradient of <paramref name="x"/>, if it requires one.</summary>
    /// <param name="x">An operand of the operation whose rule is running.</param>
    /// <param name="write">Writes the term, every element of it, into the tensor it is given.</param>
    public static void Accumulate(Tensor x, Action<Tensor> write)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(write);
        if (!x.RequiresGradient)
        {
            return;
        }

        if (x.Gradient is null)
        {
            x.Gradient = x.GradientSlot ?? Tensor.Allocate(x.Device, x.Shape);
            write(x.Gradient);
            return;
        }

        var term = Tensor.Allocate(x.Device, x.Shape);
        write(term);
        x.Device.Run(new AddInto(term.Storage, x.Gradient.Storage, x.Count));
        x.Device.Free(term.Storage);
    }

    /// <summary>Adds a term to the gradients of two tensors that one kernel writes together.</summary>
    /// <param name="x">An operand of the operation whose rule is running.</param>
    /// <param name="z">Another.</param>
    /// <param name="write">
    /// Writes both terms, every element of them, into the tensors it is given; those of an operand that requires no gradient are
    /// discarded.
    /// </param>
    internal static void AccumulateBoth(Tensor x, Tensor z, Action<Tensor, Tensor> write)
    {
        OrForget(x, dx => OrForget(z, dz => write(dx, dz)));

        static void OrForget(Tensor operand, Action<Tensor> write)
        {
            if (operand.RequiresGradient)
            {
                Accumulate(operand, write);
                return;
            }

            var term = Tensor.Allocate(operand.Device, operand.Shape);
            write(term);
            operand.Device.Free(term.Storage);
        }
    }

    /// <summary>
    /// Makes the whole output gradient the term that is added to the gradient of <paramref name="x"/>, without copying it
    /// where that is possible. The rule must not write to the output gradient afterwards; reading it stays allowed.
    /// </summary>
    /// <param name="x">An operand with as many elements as the output.</param>
    /// <param name="outputGradient">What the rule was given.</param>
    public static void Move(Tensor x, Tensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(outputGradient);
        if (x is { RequiresGradient: true, Gradient: null, GradientSlot: null })
        {
            x.Gradient = new Tensor(x.Shape, outputGradient.Storage);
            outputGradient.IsMoved = true;
            return;
        }

        Accumulate(x, dx => x.Device.Run(new Copy(outputGradient.Storage, dx.Storage, x.Count)));
    }

    /// <summary>
    /// Computes the gradient of <paramref name="loss"/> with respect to every tensor that it depends on and that requires one.
    /// </summary>
    /// <remarks>Afterwards only the gradients of tensors that were not computed, such as parameters, are meaningful.</remarks>
    /// <param name="loss">A tensor of one element that was computed from tensors with gradients.</param>
    /// <param name="freeIntermediates">
    /// Frees the memory of every intermediate result and of its gradient as soon as nothing needs it any more. Then only the loss itself
    /// and the tensors that were not computed keep their values. Use it where memory matters: in training steps.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// The loss has several elements or depends on nothing that requires a gradient.
    /// </exception>
    public static void Backward(this Tensor loss, bool freeIntermediates = false)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.Count != 1 || loss.Node is null)
        {
            throw new InvalidOperationException(
                $"Backward: the loss {loss.Shape} must have one element and depend on a tensor that requires a gradient; reduce it, "
                + "and build it while recording.");
        }

        var nodes = Reachable(loss.Node);
        nodes.Sort((a, b) => b.Order.CompareTo(a.Order));
        loss.Gradient = new Tensor(loss.Shape, loss.Device.Allocate(1)) { IsOne = true };
        loss.Device.Run(new Fill(loss.Gradient.Storage, 1f, 1));
        foreach (var node in nodes)
        {
            if (node.Output.Gradient is { } gradient)
            {
                node.Rule(gradient);
            }

            node.Output.Node = null;
            if (freeIntermediates && node.Output != loss)
            {
                Release(node.Output);
            }
        }
    }

    private static void Release(Tensor intermediate)
    {
        if (intermediate.Gradient is { IsMoved: false, Storage.Block.Pool: not null } gradient)
        {
            gradient.Device.Free(gradient.Storage);
        }

        intermediate.Gradient = null;
        if (intermediate.Storage.Block.Pool is not null)
        {
            intermediate.Device.Free(intermediate.Storage);
        }
    }

    private static List<GradientNode> Reachable(GradientNode root)
    {
        var found = new HashSet<GradientNode>(ReferenceEqualityComparer.Instance) { root };
        var pending = new Stack<GradientNode>([root]);
        while (pending.TryPop(out var node))
        {
            foreach (var input in node.Inputs)
            {
                if (input.Node is { } next && found.Add(next))
                {
                    pending.Push(next);
                }
            }
        }

        return [.. found];
    }
}
