using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Learning;

public sealed class LossTests
{
    private const int Count = 3, Side = 16;

    public static TheoryData<string> Names => [.. Loss.All.Select(loss => loss.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_loss_of_tensors_is_the_metric_of_the_same_pictures(string name)
    {
        var loss = Loss.All.Single(loss => loss.Name == name);
        float[] outputs = GoldenNumbers.Pictures(0, Count, Side), targets = GoldenNumbers.Pictures(7, Count, Side);
        var metrics = new ImageMetrics(Side, loss.OfDifference);
        int length = outputs.Length / Count;
        for (int i = 0; i < Count; i++)
        {
            metrics.Add(outputs.AsSpan(i * length, length), targets.AsSpan(i * length, length));
        }

        using var device = new SimdDevice(1);
        Shape shape = [Count, Side, Side, 3];
        float value = loss.Of(Tensor.FromArray(device, shape, outputs), Tensor.FromArray(device, shape, targets)).ToArray()[0];

        Assert.Equal(loss.Of(metrics.Mean), value, 1e-6);
        Assert.True(value > 0.01, $"{name} is {value} of different pictures.");
    }

    [Fact]
    public void The_mean_of_a_function_of_differences_is_taken_over_all_values()
    {
        var metrics = new ImageMetrics(Side, difference => difference * difference);
        metrics.Add(GoldenNumbers.Pictures(0, 1, Side), GoldenNumbers.Pictures(1, 1, Side));
        metrics.Add(GoldenNumbers.Pictures(2, 1, Side), GoldenNumbers.Pictures(3, 1, Side));
        Assert.Equal(metrics.Mse, metrics.Mean.Difference);
        Assert.Null(new ImageMetrics(Side).Mean.Difference);
    }

    [Fact]
    public void Names_are_those_of_the_option_and_each_its_own()
    {
        Assert.Equal(TrainingOptions.Table.Find("loss")!.Help.Names, Loss.All.Select(loss => loss.Name).Distinct());
        Assert.Equal(TrainingOptions.Table.Find("optimizer")!.Help.Names, UpdateRule.All.Select(rule => rule.Name).Distinct());
    }

    [Fact]
    public void Each_update_rule_moves_weights_in_its_own_way()
    {
        using var device = new SimdDevice(1);
        float[][] weights = [.. UpdateRule.All.Select(rule =>
        {
            var layer = new LinearLayer(3, 2);
            using var arena = new ParameterArena(device, layer.Parameters, seed: 1);
            using var optimizer = rule.Create(arena, weightDecay: 0.1f, clipNorm: null);
            for (int step = 1; step <= 2; step++)
            {
                arena.BeginStep();
                layer.Forward(Tensor.FromArray(device, [1, 3], [1f, 2, 3]), ForwardPass.Inference).Square().Mean().Backward();
                optimizer.Prepare(step, 0.1);
                optimizer.Step();
            }

            return layer.Parameters[0].Value.ToArray();
        })];

        Assert.Equal(weights.Length, weights.Select(values => string.Join(' ', values)).Distinct().Count());
    }
}
