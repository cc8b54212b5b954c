using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Families.UNets;

public sealed class UNetTests() : FamilyTests(
    new UNetOptions(), parameters: 908_963, flops: 423_100_416,
    $"""
    head.0.weight 32x3x3x3, head.0.bias 32, {Down(1, 32, 32)}, {Down(2, 32, 64)}, {Down(3, 64, 64)}, {Down(4, 64, 128)},
    {Up(4, 128, 64)}, {Up(3, 64, 64)}, {Up(2, 64, 32)}, {Up(1, 32, 32)}, tail.weight 3x32x3x3, tail.bias 3
    """,
    new UNetOptions { NoiseFactor = new(0.05f, 0.3f) }), IDisposable
{
    private readonly SimdDevice _device = new(2);

    public void Dispose() => _device.Dispose();

    [Fact]
    public void What_it_computes_is_taken_from_the_input_and_any_multiple_of_16_fits()
    {
        using var model = Autoencoder.Create(_device, new UNetOptions { ImageSize = 16 }, seed: 1);
        // Without the last layer f is 0 and the output the input.
        foreach (var parameter in model.Parameters.Where(p => p.Name.StartsWith("tail.", StringComparison.Ordinal)))
        {
            parameter.Value.CopyFrom(new float[parameter.Count]);
        }

        float[] values = [.. Enumerable.Range(0, 48 * 32 * 3).Select(i => i % 23 / 22f)];
        using (Autograd.Pause())
        {
            Assert.Equal(values, model.Forward(Tensor.FromArray(_device, [1, 48, 32, 3], values), ForwardPass.Inference).ToArray());
        }
    }

    [Fact]
    public void A_pass_without_gradients_leaves_no_memory_behind()
    {
        using var model = Autoencoder.Create(_device, new UNetOptions { ImageSize = 16 }, seed: 1);
        var pictures = Tensor.FromArray(_device, model.PicturesShape(1), new float[16 * 16 * 3]);
        using (Autograd.Pause())
        {
            long live = _device.LiveBytes;
            var output = model.Forward(pictures, ForwardPass.Inference);
            _device.Free(output.Storage);
            Assert.Equal(live, _device.LiveBytes);
        }
    }

    [Fact]
    public void It_learns_to_take_noise_away()
    {
        using var model = Autoencoder.Create(_device, new UNetOptions { ImageSize = 16 }, seed: 1);
        using var adam = new Adam(model.Arena, new AdamOptions());
        float[] clean = new float[8 * 16 * 16 * 3];
        for (int i = 0; i < clean.Length; i++)
        {
            clean[i] = (i / 3 % 16) / 15f;
        }

        float[] noisy = new float[clean.Length];
        var corruption = new Corruption(CorruptionKind.GaussianUnclamped, 0.2f);
        Tensor input = Tensor.FromArray(_device, model.PicturesShape(8), noisy), target = Tensor.FromArray(_device, input.Shape, clean);
        for (int step = 1; step <= 60; step++)
        {
            for (uint i = 0; i < 8; i++)
            {
                int at = 768 * (int)i;
                corruption.Apply(clean.AsSpan(at, 768), noisy.AsSpan(at, 768), 16, 16, 1, (uint)step, i);
            }

            input.CopyFrom(noisy);
            adam.Prepare(step, 2e-3);
            using (_device.OpenScope())
            {
                model.Arena.BeginStep();
                var loss = model.Forward(input, new ForwardPass(IsTraining: true)).MeanSquaredError(target);
                loss.Backward(freeIntermediates: true);
                adam.Step();
                if (step == 60)
                {
                    Assert.InRange(loss.Item(), 0, 0.04f / 5);
                }
            }
        }
    }

    [Fact]
    public void There_is_no_latent_vector()
    {
        using var model = Autoencoder.Create(_device, new UNetOptions { ImageSize = 16 });
        Assert.Contains("latent", Assert.Throws<ConfigurationException>(model.AsLatentModel).Message, StringComparison.Ordinal);
        Assert.Null(new ModelSummary(model).Latent);
        Assert.DoesNotContain("latent", model.Options.ToMetadata().Keys);
    }

    private static string Down(int level, int inputs, int outputs) =>
        $"down{level}.0.weight {outputs}x{inputs}x4x4, down{level}.0.bias {outputs}, down{level}.2.weight {outputs}x{outputs}x3x3, "
        + $"down{level}.2.bias {outputs}";

    private static string Up(int level, int inputs, int outputs) =>
        $"up{level}.0.weight {inputs}x{outputs}x4x4, up{level}.0.bias {outputs}, join{level}.0.weight {outputs}x{2 * outputs}x3x3, "
        + $"join{level}.0.bias {outputs}";
}
