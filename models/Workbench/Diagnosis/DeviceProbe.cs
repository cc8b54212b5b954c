using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Workbench.Diagnosis;

/// <summary>
/// A few steps of training a network of a convolution, a linear layer and a batch norm: on a GPU its driver has to translate and run a
/// dozen kernels of the kinds that training needs.
/// </summary>
internal static class DeviceProbe
{
    internal const int Steps = 5;
    private const int Pictures = 4, Side = 8;

    /// <summary>The loss of each step.</summary>
    internal static float[] Losses(ComputeDevice device, int steps = Steps)
    {
        var network = new Sequential(
            new Conv2dLayer(3, 8), new BatchNorm2dLayer(8), ActivationLayer.Relu(), new FlattenLayer(),
            LinearLayer.FromPicture([4, 4, 8], 12), ActivationLayer.Sigmoid());
        using var arena = new ParameterArena(device, network.Parameters, seed: 1);
        using var adam = new Adam(arena, new AdamOptions());
        var random = new RandomStream(1, stream: 0);
        float[] pictures = Draw(random, Pictures * Side * Side * 3), targets = Draw(random, Pictures * 12);
        float[] losses = new float[steps];
        for (int i = 0; i < steps; i++)
        {
            using var scope = device.OpenScope();
            arena.BeginStep();
            adam.Prepare(i + 1, learningRate: 0.01);
            var output = network.Forward(Tensor.FromArray(device, [Pictures, Side, Side, 3], pictures), new ForwardPass(IsTraining: true));
            var loss = output.MeanSquaredError(Tensor.FromArray(device, [Pictures, 12], targets));
            loss.Backward();
            adam.Step();
            losses[i] = loss.Item();
        }

        return losses;
    }

    private static float[] Draw(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextFloat())];
}
