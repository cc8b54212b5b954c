using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.References;

/// <summary>Inverted dropout in double precision, with the mask from the scalar generator.</summary>
internal static class DropoutReference
{
    internal static double[] Forward(double[] x, float rate, ulong seed, uint step, int layer, uint firstPicture = 0)
    {
        double threshold = rate * Math.Pow(2, 32);
        return [.. x.Select((v, i) => Word(i) >= threshold ? v / (1 - rate) : 0)];

        uint Word(int i)
        {
            var words = Philox.Generate(
                (uint)i / 4, firstPicture, step, (uint)RandomPurpose.Dropout + (256 * (uint)layer), (uint)seed, (uint)(seed >> 32));
            return (i % 4) switch { 0 => words.X, 1 => words.Y, 2 => words.Z, _ => words.W };
        }
    }
}
