using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models;

public class LearningTests
{
    private const int Pictures = 8, Side = 16;

    /// <summary>The others begin near their input.</summary>
    public static TheoryData<string> LatentFamilies =>
        [.. ModelCatalog.Families.Where(family => family.Defaults is LatentOptions).Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(LatentFamilies))]
    public void A_family_learns_one_batch_by_heart(string name)
    {
        using var device = new SimdDevice(1);
        using var model = Autoencoder.Create(device, Small(name, latent: 32), seed: 1);
        MustLearn(Train(model, 150));
    }

    [Theory]
    [InlineData(DownKind.Pool, UpKind.Transpose)]
    [InlineData(DownKind.Stride, UpKind.Nearest)]
    [InlineData(DownKind.Pool, UpKind.Nearest)]
    public void The_variants_of_conv_learn_one_batch_by_heart(DownKind down, UpKind up)
    {
        using var device = new SimdDevice(1);
        using var model = Autoencoder.Create(device, new ConvOptions { ImageSize = Side, Latent = 32, Down = down, Up = up }, seed: 1);
        MustLearn(Train(model, 150));
    }

    [Fact]
    public void An_improved_network_that_corrects_its_latent_vectors_learns_one_batch_by_heart()
    {
        using var device = new SimdDevice(1);
        using var model = Autoencoder.Create(
            device, new ImprovedOptions { ImageSize = Side, Latent = 32, Width = 32, Dropout = 0, Refine = 2 }, seed: 1);
        MustLearn(Train(model, 150));
    }

    [Fact]
    public void Batch_normalisation_tracks_every_batch_and_evaluation_then_repeats_itself()
    {
        using var device = new SimdDevice(1);
        using var model = Autoencoder.Create(device, Small("improved", latent: 8), seed: 1);
        Train(model, 3);
        Assert.All(model.Parameters.Where(p => p.IsCount), p => Assert.Equal(3, p.Value.Item()));
        using (Autograd.Pause())
        using (device.OpenScope())
        {
            var pictures = Tensor.FromArray(device, model.PicturesShape(Pictures), Draw());
            Assert.Equal(
                model.Forward(pictures, ForwardPass.Inference).ToArray(), model.Forward(pictures, ForwardPass.Inference).ToArray());
        }

        Assert.All(model.Parameters.Where(p => p.IsCount), p => Assert.Equal(3, p.Value.Item()));
    }

    [Fact]
    public void Dropout_without_random_numbers_says_what_is_missing()
    {
        using var device = new SimdDevice(1);
        using var model = Autoencoder.Create(device, Small("improved", latent: 8));
        var pictures = Tensor.FromArray(device, model.PicturesShape(Pictures), Draw());
        Assert.Throws<InvalidOperationException>(() => model.Forward(pictures, new ForwardPass(true)));
    }

    [Fact]
    public void The_simulator_learns_as_the_cpu_does()
    {
        var (cpu, cpuLosses) = TrainedWeights(new SimdDevice(2), 2);
        var (simulator, simulatorLosses) = TrainedWeights(SimtDevice.Simulator(), 2);
        Assert.All(cpuLosses.Zip(simulatorLosses), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        // An Adam step divides by the gradient's size: where that is rounding noise, its sign may differ, but hardly anywhere.
        double[] differences = [.. cpu.Zip(simulator, (a, b) => (double)Math.Abs(a - b))];
        Assert.InRange(differences.Average(), 0, 1e-5);
        Assert.InRange(differences.Max(), 0, 1e-4);
    }

    [Fact]
    public void Weights_are_the_same_bits_again_and_with_any_number_of_threads()
    {
        float[] first = TrainedWeights(new SimdDevice(1), 3).Weights;
        Assert.Equal(first, TrainedWeights(new SimdDevice(1), 3).Weights);
        Assert.Equal(first, TrainedWeights(new SimdDevice(3), 3).Weights);
    }

    [Fact]
    public void A_captured_step_trains_as_a_step_that_is_not()
    {
        float[] Losses(bool capture)
        {
            using var device = new SimdDevice(1);
            using var model = Autoencoder.Create(device, Small("improved", latent: 8), seed: 1);
            return Train(model, 4, capture);
        }

        Assert.Equal(Losses(capture: false), Losses(capture: true));
    }

    private static void MustLearn(float[] losses)
    {
        Assert.InRange(losses[0], 0.02f, 0.2f);
        Assert.InRange(losses[^1], 0, losses[0] / 5);
    }

    private static (float[] Weights, float[] Losses) TrainedWeights(ComputeDevice device, int steps)
    {
        using (device)
        {
            using var model = Autoencoder.Create(device, Small("conv", latent: 8), seed: 1);
            float[] losses = Train(model, steps);
            return ([.. model.Parameters.SelectMany(p => p.Value.ToArray())], losses);
        }
    }

    private static float[] Train(Autoencoder model, int steps, bool capture = false)
    {
        var device = model.Arena.Device;
        using var adam = new Adam(model.Arena, new AdamOptions());
        var pictures = Tensor.FromArray(device, model.PicturesShape(Pictures), Draw());
        var inputs = !model.Options.Corruption.IsNone ? Tensor.FromArray(device, pictures.Shape, Corrupt(pictures.ToArray())) : pictures;
        using var random = new RandomState(device, seed: 1);
        var pass = new ForwardPass(true, random);
        float[] losses = new float[steps];
        Tensor? loss = null;
        CapturedStep? captured = null;
        void Step()
        {
            model.Arena.BeginStep();
            loss = model.Forward(inputs, pass).MeanSquaredError(pictures);
            loss.Backward(freeIntermediates: true);
            adam.Step();
        }

        for (int step = 0; step < steps; step++)
        {
            adam.Prepare(step + 1, 2e-3);
            random.Set(1, (uint)step);
            if (captured is not null)
            {
                captured.Replay();
                losses[step] = loss!.Item();
            }
            else if (capture)
            {
                captured = device.Capture(Step);
                losses[step] = loss!.Item();
            }
            else
            {
                using (device.OpenScope())
                {
                    Step();
                    losses[step] = loss!.Item();
                }
            }
        }

        return losses;
    }

    /// <summary>Discs of several colours and places on graded grounds.</summary>
    private static float[] Draw()
    {
        float[] values = new float[Pictures * Side * Side * 3];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i % 3, x = i / 3 % Side, y = i / 3 / Side % Side, picture = i / 3 / Side / Side;
            double dx = x - 4 - picture, dy = y - 12 + picture;
            values[i] = (dx * dx) + (dy * dy) < 20 ? (picture + channel) % 3 / 2f : (x + y) / 30f * (channel + 1) / 3;
        }

        return values;
    }

    private static float[] Corrupt(float[] values)
    {
        var random = new RandomStream(1, RandomPurpose.Noise);
        return Array.ConvertAll(values, x => Math.Clamp(x + random.Normal(0, 0.1f), 0, 1));
    }

    private static AutoencoderOptions Small(string name, int latent) => ModelCatalog.Get(name).Defaults.Sized(Side, latent);
}
