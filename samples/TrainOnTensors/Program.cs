// Trains an autoencoder on your own tensors, here waves of 32 samples that it learns to encode in 2 numbers.
using ILGpuAutoencoders.Engine;

const int Waves = 256, Samples = 32, Latent = 2, Steps = 300;
float[] data = new float[Waves * Samples]; // yours: one example after another
var random = new Random(1);
for (int wave = 0; wave < Waves; wave++)
{
    (double phase, double height) = (Math.Tau * random.NextDouble(), 0.5 + random.NextDouble());
    for (int t = 0; t < Samples; t++)
    {
        data[wave * Samples + t] = (float)(height * Math.Sin(phase + Math.Tau * t / Samples));
    }
}

using var device = DeviceCatalog.Open(args is [var name] ? name : "auto").Device;
var encoder = new Sequential(new LinearLayer(Samples, 64), ActivationLayer.LeakyRelu(), new LinearLayer(64, Latent));
var decoder = new Sequential(new LinearLayer(Latent, 64), ActivationLayer.LeakyRelu(), new LinearLayer(64, Samples));
var model = new Sequential(encoder, decoder);
using var arena = new ParameterArena(device, model.Parameters, seed: 0); // the same seed gives the same bits
using var adam = new Adam(arena, new AdamOptions());
// Forward, backward and update in one call; the first is captured, the others replay it.
using var train = new TrainStep(adam, [Waves, Samples], (x, pass) => model.Forward(x, pass).MeanSquaredError(x));

for (int step = 1; step <= Steps; step++)
{
    train.Run(data, learningRate: 5e-3);
    if (step == 1 || step % 100 == 0)
    {
        Console.WriteLine(FormattableString.Invariant($"step {step}: loss {train.Loss:0.000000}"));
    }
}

float[] codes = encoder.Forward(Tensor.FromArray(device, [Waves, Samples], data), ForwardPass.Inference).ToArray();
Console.WriteLine(FormattableString.Invariant($"the first wave in {Latent} numbers: {codes[0]:0.000} {codes[1]:0.000}"));
