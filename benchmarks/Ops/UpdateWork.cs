using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Benchmarks.Ops;

/// <summary>A pass over all weights of a model that is not an operation on tensors.</summary>
/// <param name="Prepare">Sets it up for an arena whose gradients are set, and returns it.</param>
/// <param name="Words">The least words per weight that it must read and write.</param>
internal sealed record UpdateWork(Func<ParameterArena, Action> Prepare, int Words)
{
    private const double LearningRate = 1e-3;

    /// <summary>The passes by name.</summary>
    internal static IReadOnlyDictionary<string, UpdateWork> All { get; } = new Dictionary<string, UpdateWork>
    {
        ["Copy"] = new(arena => () => arena.Device.Run(new Copy(arena.Gradients, arena.Values, arena.Values.Length)), 2),
        ["Fill"] = new(arena => () => arena.Device.Run(new Fill(arena.Values, 0, arena.Values.Length)), 1),
        ["Adam"] = Of(arena => new Adam(arena, new AdamOptions()), 7),
        ["AdamW"] = Of(arena => Adam.Decoupled(arena), 7),
        ["SGD"] = Of(arena => new Sgd(arena, new SgdOptions { Momentum = 0.9 }), 5),
        ["SGD, gradients clipped"] = Of(arena => new Sgd(arena, new SgdOptions { Momentum = 0.9 }) { MaxNorm = 1 }, 8),
        ["Sum of two parts' gradients"] = new(SumOfTwoParts, 5),
        ["Average of weights"] = new(arena => Average(arena).Update, 3),
        ["Exchange of weights and average"] = new(arena => Average(arena).Swap, 4),
    };

    /// <summary>An arena of one parameter whose gradients are all 1.</summary>
    internal static ParameterArena Arena(ComputeDevice device, int count)
    {
        var parameter = new Parameter("weight", FileLayout.Same([count]), Initialization.Constant(0.1f));
        var arena = new ParameterArena(device, [parameter], seed: 1);
        parameter.Value.Sum().Backward();
        return arena;
    }

    private static UpdateWork Of(Func<ParameterArena, Optimizer> make, int words) => new(
        arena =>
        {
            var optimizer = make(arena);
            optimizer.Prepare(1, LearningRate);
            return optimizer.Step;
        },
        words);

    private static Action SumOfTwoParts(ParameterArena arena)
    {
        var tree = new GradientTree(arena);
        tree.Reserve(2);
        return () =>
        {
            tree.Add(0, 2, 0.5f);
            tree.Add(1, 2, 0.5f);
        };
    }

    private static WeightAverage Average(ParameterArena arena)
    {
        var average = new WeightAverage(arena, decay: 0.99);
        average.Prepare(1);
        return average;
    }
}
