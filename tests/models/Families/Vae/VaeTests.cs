using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Families.Vae;
using ILGpuAutoencoders.Tests.Models.Families.Improved;

namespace ILGpuAutoencoders.Tests.Models.Families.Vae;

public sealed class VaeTests() : FamilyTests(
    new VaeOptions(), parameters: 11_815_171, flops: 427_819_008,
    $"{ImprovedTests.Features}, mu.weight 256x8192, mu.bias 256, logvar.weight 256x8192, logvar.bias 256, {ImprovedTests.Decoder}",
    new VaeOptions { Latent = 2, Dropout = 0 }), IDisposable
{
    private readonly SimdDevice _device = new(2);

    public void Dispose() => _device.Dispose();

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(0.5f, -1f)]
    [InlineData(-1.5f, 0.7f)]
    [InlineData(0.8f, 1.5f)]
    public void The_divergence_is_what_drawn_points_estimate(float mean, float logVariance)
    {
        const int Draws = 1 << 18;
        using var random = new RandomState(_device, 3);
        Tensor mu = Filled(mean), v = Filled(logVariance);
        // ln q(z) - ln p(z), averaged over z of q.
        double estimate = VariationalAutoencoder.Sample(mu, v, random).ToArray()
            .Average(z => (-0.5 * (logVariance + ((z - mean) * (z - mean) / Math.Exp(logVariance)))) + (0.5 * z * z));
        double closed = mu.KlDivergence(v).Item() / Draws;
        Assert.InRange(closed, 0, 10);
        Assert.InRange(estimate, (closed * 0.99) - 1e-3, (closed * 1.01) + 1e-3);

        Tensor Filled(float value) => Tensor.FromArray(_device, [1, Draws], [.. Enumerable.Repeat(value, Draws)]);
    }

    [Fact]
    public void The_divergence_is_never_negative()
    {
        foreach (float mean in (float[])[-2, -1e-3f, 0, 1])
        {
            foreach (float logVariance in (float[])[-8, -1e-3f, 0, 1e-3f, 3])
            {
                Assert.InRange(
                    Tensor.FromArray(_device, [1, 1], [mean]).KlDivergence(Tensor.FromArray(_device, [1, 1], [logVariance])).Item(),
                    0, 100);
            }
        }
    }

    [Fact]
    public void Evaluation_takes_the_mean_and_training_draws_by_seed_and_step()
    {
        using var model = Create();
        using var random = new RandomState(_device, 7);
        var pictures = Tensor.FromArray(
            _device, model.PicturesShape(2), [.. Enumerable.Range(0, 2 * 16 * 16 * 3).Select(i => i % 17 / 16f)]);
        var (mean, logVariance) = model.EncodeDistribution(pictures, ForwardPass.Inference);
        Assert.Equal(mean.ToArray(), model.Encode(pictures, ForwardPass.Inference).ToArray());
        Assert.Equal(model.Decode(mean, ForwardPass.Inference).ToArray(), model.Forward(pictures, ForwardPass.Inference).ToArray());
        float[] first = VariationalAutoencoder.Sample(mean, logVariance, random).ToArray();
        Assert.Equal(first, VariationalAutoencoder.Sample(mean, logVariance, random).ToArray());
        random.Set(7, 1);
        Assert.NotEqual(first, VariationalAutoencoder.Sample(mean, logVariance, random).ToArray());
        Assert.Throws<InvalidOperationException>(() => model.Forward(pictures, new ForwardPass(IsTraining: true)));
    }

    [Fact]
    public void The_loss_sums_over_pixels_and_adds_the_weighted_divergence()
    {
        using var model = Create(beta: 0.5f, warmup: 2);
        using var random = new RandomState(_device, 7);
        using var objective = (VaeObjective)model.CreateObjective((output, target) => output.MeanSquaredError(target), stepsPerEpoch: 5);
        Assert.Equal(
            [0.05f, 0.25f, 0.5f, 0.5f], [objective.WeightOf(1), objective.WeightOf(5), objective.WeightOf(10), objective.WeightOf(11)]);
        var pictures = Tensor.FromArray(
            _device, model.PicturesShape(3), [.. Enumerable.Range(0, 3 * 16 * 16 * 3).Select(i => i % 13 / 12f)]);
        // Inference, so that the running means that the two passes share do not move.
        var pass = new ForwardPass(IsTraining: false, random);
        objective.Prepare(5);
        float loss = objective.Compute(pictures, pictures, pass).Item();
        var (output, mean, logVariance) = model.ForwardWithDistribution(pictures, pass);
        float[] y = output.ToArray(), x = pictures.ToArray();
        double expected = (y.Zip(x, (a, b) => ((double)a - b) * (a - b)).Sum() / 3) + (0.25 * mean.KlDivergence(logVariance).Item());
        Assert.Equal(expected, loss, expected * 1e-5);
    }

    [Fact]
    public void A_unit_is_active_where_its_mean_varies()
    {
        using var model = Create();
        // The means of the first two units become larger, those of the others constant.
        var weight = model.Parameters.Single(p => p.Name == "mu.weight");
        float[] values = weight.Value.ToArray();
        int features = values.Length / model.Latent;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= i < 2 * features ? 100 : 0;
        }

        weight.Value.CopyFrom(values);
        byte[] bytes = new byte[20 * 16 * 16 * 3];
        new Random(1).NextBytes(bytes);
        var batches = new BatchSource(
            new PixelSet(16, [.. Enumerable.Range(0, 20).Select(i => $"{i}")], bytes), new BatchOptions { BatchSize = 8 });
        using var statistics = LatentStatistics.Of(model)!;
        var use = statistics.Measure(batches, TestContext.Current.CancellationToken);
        Assert.Equal(2, use.ActiveUnits);
        Assert.True(use.Divergence > 0);
        using var conv = Autoencoder.Create(_device, new ConvOptions { ImageSize = 16, Latent = 4 });
        Assert.Null(LatentStatistics.Of(conv));
    }

    private VariationalAutoencoder Create(float beta = 1, float warmup = 5) => (VariationalAutoencoder)Autoencoder.Create(
        _device, new VaeOptions { ImageSize = 16, Latent = 8, Dropout = 0, Beta = beta, BetaWarmup = warmup }, seed: 2);
}
