using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine.Optimizers;

public class GradientTreeTests
{
    private const int Values = 337;

    [Theory]
    [InlineData("cpu", 1)]
    [InlineData("cpu", 2)]
    [InlineData("cpu", 3)]
    [InlineData("cpu", 4)]
    [InlineData("simulator", 1)]
    [InlineData("simulator", 3)]
    public void Its_sum_is_that_of_the_binary_tree_over_the_parts(string name, int ranks) =>
        LocalWorld.Run(ranks, world => RequireTreeSums(name, world));

    private static void RequireTreeSums(string name, IWorld world)
    {
        using ComputeDevice device = name == "cpu" ? new SimdDevice(2) : SimtDevice.Simulator();
        Parameter weight = new("w", FileLayout.Same([Values]), Initialization.Constant(2)),
        mean = new("mean", FileLayout.Same([3]), Initialization.Constant(5)) { IsTrainable = false },
        count = new("count", FileLayout.Same([]), Initialization.Constant(7)) { IsTrainable = false, IsCount = true };
        using var arena = new ParameterArena(device, [weight, mean, count], seed: 0);
        for (int parts = world.Size == 1 ? 1 : 2; parts <= 9; parts++)
        {
            var random = new System.Random(parts);
            float[] weights = [.. Enumerable.Range(0, parts).Select(_ => (float)random.NextDouble() / parts)];
            float[][] gradients = [.. weights.Select(_ => Draw(Values))], means = [.. weights.Select(_ => Draw(3))];
            float[] losses = [.. gradients.Select(LossOf)];
            using var tree = new GradientTree(arena, world);
            tree.Reserve(parts);
            device.Upload<float>([5, 5, 5], mean.Value.Storage);
            device.Upload<float>([7], count.Value.Storage);
            tree.Begin();
            var (first, end) = new TreeShape(parts).LeavesOf(world.Rank, world.Size);
            for (int part = first; part < end; part++)
            {
                Assert.Equal([5, 5, 5], mean.Value.ToArray());
                Assert.Equal(7, count.Value.Item());
                using (device.OpenScope())
                {
                    arena.BeginStep();
                    var loss = weight.Value.Multiply(Tensor.FromArray(device, [Values], gradients[part])).Sum();
                    loss.Backward();
                    device.Upload<float>(means[part], mean.Value.Storage);
                    device.Upload<float>([8], count.Value.Storage);
                    tree.EndPass(loss);
                }

                tree.Add(part, parts, weights[part]);
            }

            tree.Exchange(parts);
            Assert.Equal(SumOf(gradients), weight.Value.Gradient!.ToArray());
            Assert.Equal(SumOf(means), mean.Value.ToArray());
            Assert.Equal(SumOf([.. losses.Select(loss => new[] { loss })]), tree.Loss.ToArray());
            Assert.Equal(8, count.Value.Item());

            float[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];

            float LossOf(float[] gradient)
            {
                using var scope = device.OpenScope();
                return weight.Value.Multiply(Tensor.FromArray(device, [Values], gradient)).Sum().Item();
            }

            float[] SumOf(float[][] leaves)
            {
                float[][] level = [.. leaves.Zip(weights, (leaf, w) => Array.ConvertAll(leaf, x => w * x))];
                while (level.Length > 1)
                {
                    level = [.. level.Chunk(2).Select(pair => pair.Length == 1 ? pair[0] : [.. pair[0].Zip(pair[1], (x, y) => x + y)])];
                }

                return level[0];
            }
        }
    }

    /// <summary>Every node is summed once, from its two halves, whatever the number of ranks.</summary>
    [Fact]
    public void Ranks_make_the_sums_of_one_tree()
    {
        for (int leaves = 1; leaves <= 40; leaves++)
        {
            var shape = new TreeShape(leaves);
            for (int size = 1; size <= 12; size++)
            {
                var waiting = new List<TreeShape.Node>();
                int sums = 0;
                for (int rank = 0; rank < size; rank++)
                {
                    var (first, end) = shape.LeavesOf(rank, size);
                    var nodes = shape.NodesOf(rank, size);
                    sums += end - first - nodes.Count;
                    Assert.True(nodes.Count <= 2 * System.Numerics.BitOperations.Log2((uint)leaves) + 1);
                    sums += nodes.Sum(node => shape.Push(waiting, node));
                }

                Assert.Equal(leaves - 1, sums);
                Assert.True(shape.IsRoot(Assert.Single(waiting)));
                Assert.Equal(leaves, shape.LeavesOf(size - 1, size).End);
            }
        }
    }

    [Fact]
    public void A_parameter_that_a_part_does_not_reach_has_no_gradient_of_the_part_before()
    {
        using var device = new SimdDevice(1);
        Parameter[] two =
            [new("a", FileLayout.Same([2]), Initialization.Constant(1)), new("b", FileLayout.Same([2]), Initialization.Constant(1))];
        using var arena = new ParameterArena(device, two, seed: 0);
        using var tree = new GradientTree(arena);
        tree.Reserve(2);
        tree.Begin();
        for (int part = 0; part < 2; part++)
        {
            using (device.OpenScope())
            {
                arena.BeginStep();
                var loss = two[part].Value.Sum();
                loss.Backward();
                tree.EndPass(loss);
            }

            tree.Add(part, 2, 0.5f);
        }

        Assert.All(two, parameter => Assert.Equal([0.5f, 0.5f], parameter.Value.Gradient!.ToArray()));
    }
}
