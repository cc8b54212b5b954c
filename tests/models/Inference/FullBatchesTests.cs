using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Inference;

public sealed class FullBatchesTests
{
    private const int Size = 16;

    private static readonly ForwardPass s_pass = ForwardPass.Inference;

    public static TheoryData<string, int> Families => new(
        ModelCatalog.Families.SelectMany(
            family => family.Defaults is LatentOptions ? (int[])[1, 5, 24, 130] : [1], (family, latent) => (family.Name, latent)));

    [Theory]
    [MemberData(nameof(Families))]
    public void On_the_cpu_a_picture_has_the_bits_that_it_has_alone_at_every_place_of_a_batch(string family, int latent)
    {
        using var device = new SimdDevice(2);
        using var model = Autoencoder.Create(device, ModelCatalog.Get(family).Defaults.Sized(Size, latent), seed: 3);
        MustAgree(model, model.PicturesShape, Picture, x => model.Forward(x, s_pass));
        if (model is ILatentModel latents)
        {
            MustAgree(model, model.PicturesShape, Picture, x => latents.Encode(x, s_pass));
            MustAgree(model, count => [count, latent], i => Vector(i, latent), z => latents.Decode(z, s_pass));
        }
    }

    [Fact]
    public void On_other_devices_it_has_the_same_bits_at_every_place_and_in_every_company()
    {
        using var device = DeviceCatalog.Open("simulator").Device;
        using var model = Autoencoder.Create(device, ModelCatalog.Get("shallow").Defaults.Sized(Size, 3), seed: 3);
        using var batches = new FullBatches(model, model.PicturesShape, Picture(0).Length, x => model.Forward(x, s_pass));
        float[][] first = Outputs(batches, [Picture(0), Picture(1)]), second = Outputs(batches, [Picture(2), Picture(0)]);
        Assert.Equal(first[0], second[1]);
        Assert.Equal(first[0], Outputs(batches, [Picture(0)])[0]);
    }

    [Fact]
    public void A_batch_of_large_pictures_is_small()
    {
        static int SizeFor(int side, int latent) => FullBatches.SizeFor(ModelCatalog.Get("conv").Defaults.Sized(side, latent).Build());
        Assert.Equal((32, 8, 2, 1), (SizeFor(64, 256), SizeFor(128, 256), SizeFor(256, 256), SizeFor(512, 256)));
        Assert.Equal((15, 1, 1), (SizeFor(64, 16), SizeFor(64, 2), SizeFor(64, 1)));
    }

    private static void MustAgree(
        Autoencoder model, Func<int, Shape> shapeOf, Func<int, float[]> input, Func<Tensor, Tensor> pass)
    {
        using var single = new CapturedPass(model.Arena.Device, shapeOf(1), pass);
        int length;
        using (model.Arena.Device.OpenScope())
        using (Autograd.Pause())
        {
            length = pass(Tensor.FromArray(model.Arena.Device, shapeOf(1), input(0))).Count;
        }

        using var batches = new FullBatches(model, shapeOf, length, pass);
        float[] alone = new float[length];
        foreach (int count in (int[])[1, batches.Size])
        {
            float[][] outputs = Outputs(batches, [.. Enumerable.Range(0, count).Select(input)]);
            for (int i = 0; i < count; i++)
            {
                single.Run(input(i), alone);
                Assert.Equal(alone, outputs[i]);
            }
        }
    }

    private static float[][] Outputs(FullBatches batches, float[][] inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i].CopyTo(batches.Input(i));
        }

        batches.Run(inputs.Length);
        return [.. Enumerable.Range(0, inputs.Length).Select(i => batches.Output(i).ToArray())];
    }

    private static float[] Picture(int index) => Vector(index, 3 * Size * Size);

    private static float[] Vector(int index, int length)
    {
        var random = new Random(index);
        return [.. Enumerable.Range(0, length).Select(_ => random.NextSingle())];
    }
}
