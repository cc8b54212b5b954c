using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>A value of a network: its pictures, or what one of its steps gives.</summary>
internal sealed record NetworkValue(int Index);

/// <summary>
/// A network, described once: its steps in their order, each with the values that it takes. Passes, shapes, layer tables, parameters and
/// ONNX graphs are made from this description. It is put together by <see cref="Add(string, Layer, NetworkValue)"/> and does not change
/// afterwards.
/// </summary>
internal sealed class NetworkGraph
{
    private readonly List<(INetworkStep Step, NetworkValue[] Operands)> _steps = [];

    /// <summary>The pictures.</summary>
    internal NetworkValue Input { get; } = new(0);

    /// <summary>What it makes of the pictures.</summary>
    internal NetworkValue Output { get; set; } = new(0);

    /// <summary>What the encoder gives, by name, the first of which the decoder takes; empty where there is no latent vector.</summary>
    internal IReadOnlyList<(string Name, NetworkValue Value)> Latents { get; set; } = [];

    /// <summary>The parts with parameters, in the order in which they are first used.</summary>
    internal IEnumerable<NetworkModule> Modules => _steps.Select(item => item.Step).OfType<NetworkModule>().Distinct();

    /// <summary>A row of layers from pictures to latent vectors, and one from there to pictures.</summary>
    /// <param name="encoder">The first row.</param>
    /// <param name="decoder">The second.</param>
    /// <param name="border">What the first needs around pictures, and the second gives around them; null for none.</param>
    internal static NetworkGraph Of(Sequential encoder, Sequential decoder, Border? border = null)
    {
        var graph = new NetworkGraph();
        var latent = graph.Add("encoder", encoder, border?.Add(graph, graph.Input) ?? graph.Input);
        graph.Latents = [("latent", latent)];
        var output = graph.Add("decoder", decoder, latent);
        graph.Output = border?.Remove(graph, output) ?? output;
        return graph;
    }

    /// <summary>Adds a part with parameters.</summary>
    /// <param name="name">What the names of its parameters begin with.</param>
    /// <param name="layer">A layer, or a row of them, that belongs to no other network.</param>
    /// <param name="x">What it takes.</param>
    /// <returns>What it gives.</returns>
    internal NetworkValue Add(string name, Layer layer, NetworkValue x)
    {
        foreach (var parameter in layer.Parameters)
        {
            parameter.Qualify(name);
        }

        return Add(new NetworkModule(name, layer), x);
    }

    /// <summary>Uses a part with parameters once more, with the same parameters.</summary>
    /// <param name="name">The name of the part.</param>
    /// <param name="x">What it takes now.</param>
    /// <returns>What it gives.</returns>
    internal NetworkValue Repeat(string name, NetworkValue x) => Add(Modules.First(module => module.Name == name), x);

    /// <summary>Adds a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="operands">What it takes.</param>
    /// <returns>What it gives.</returns>
    internal NetworkValue Add(INetworkStep step, params NetworkValue[] operands)
    {
        _steps.Add((step, operands));
        return new NetworkValue(_steps.Count);
    }

    /// <summary>
    /// Computes values from a given one. While nothing is recorded, the memory of each intermediate value is given back as soon as no step
    /// needs it any more.
    /// </summary>
    /// <param name="from">Which value is given.</param>
    /// <param name="x">The value; it is left as it is.</param>
    /// <param name="pass">Training or inference.</param>
    /// <param name="to">Which are wanted; they follow from the given one alone.</param>
    internal Tensor[] Forward(NetworkValue from, Tensor x, ForwardPass pass, params NetworkValue[] to)
    {
        var steps = StepsBetween(from, to);
        return Evaluate(from, x, to, steps, (i, operands) =>
        {
            var y = _steps[i].Step.Forward(operands, pass);
            if (!Autograd.IsRecording && y.Storage.OwnsMemory)
            {
                for (int k = 0; k < operands.Length; k++)
                {
                    var value = _steps[i].Operands[k];
                    bool isLast =
                        operands[k] != x && !to.Contains(value) && !steps.Any(later => later > i && _steps[later].Operands.Contains(value));
                    if (isLast && operands[k] != y && operands[k].Storage.OwnsMemory)
                    {
                        operands[k].Device.Free(operands[k].Storage);
                    }
                }
            }

            return y;
        });
    }

    /// <summary>Adds the way from a given value to others to a graph of ONNX operators.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="from">Which value is given.</param>
    /// <param name="x">Its name in the graph.</param>
    /// <param name="to">Which are wanted.</param>
    /// <returns>Their names.</returns>
    internal string[] AddTo(IOperatorGraph graph, NetworkValue from, string x, params NetworkValue[] to) =>
        Evaluate(from, x, to, StepsBetween(from, to), (i, operands) => _steps[i].Step.AddTo(graph, operands));

    /// <summary>
    /// The individual layers, also those within rows, in their order, each with the shape that it gets; those of a part that is used twice
    /// come twice.
    /// </summary>
    /// <param name="pictures">The shape of a batch of pictures.</param>
    internal IReadOnlyList<LayerUse> Walk(Shape pictures)
    {
        var uses = new List<LayerUse>();
        Evaluate(Input, pictures, [], [.. Enumerable.Range(0, _steps.Count)], (i, operands) =>
        {
            uses.AddRange(_steps[i].Step is NetworkModule module ? module.Walk(operands[0]) : []);
            return _steps[i].Step.OutputShape(operands);
        });
        return uses;
    }

    /// <summary>The parts with parameters on the way from one value to others.</summary>
    internal IEnumerable<NetworkModule> ModulesBetween(NetworkValue from, params NetworkValue[] to) =>
        StepsBetween(from, to).Select(i => _steps[i].Step).OfType<NetworkModule>();

    private T[] Evaluate<T>(NetworkValue from, T x, NetworkValue[] to, IReadOnlyList<int> steps, Func<int, T[], T> compute)
    {
        var values = new T[_steps.Count + 1];
        values[from.Index] = x;
        foreach (int i in steps)
        {
            values[i + 1] = compute(i, Array.ConvertAll(_steps[i].Operands, operand => values[operand.Index]));
        }

        return Array.ConvertAll(to, value => values[value.Index]);
    }

    /// <summary>The numbers of the steps by which values follow from another, in their order.</summary>
    private List<int> StepsBetween(NetworkValue from, NetworkValue[] to)
    {
        var wanted = to.ToHashSet();
        var steps = new List<int>();
        for (int i = _steps.Count - 1; i >= from.Index; i--)
        {
            if (wanted.Contains(new NetworkValue(i + 1)))
            {
                steps.Insert(0, i);
                wanted.UnionWith(_steps[i].Operands);
            }
        }

        return wanted.All(value => value.Index >= from.Index)
            ? steps
            : throw new InvalidOperationException(
                "Network: a value that is wanted does not follow from the given one alone; describe the network differently.");
    }
}
