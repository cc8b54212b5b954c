using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Corruptions;

/// <summary>Adds noise to a picture in place.</summary>
/// <param name="values">height x width x channels values, in [0, 1] before.</param>
/// <param name="draw">The strength, and the source of the random numbers.</param>
internal delegate void CorruptionBody(Span<float> values, in CorruptionDraw draw);

/// <summary>The noise of one picture: its strength, the picture's shape, and the key of its random numbers.</summary>
/// <param name="Factor">s, within the range of its kind.</param>
/// <param name="Shape">Size and channels of the picture.</param>
/// <param name="Seed">Key of the random numbers.</param>
/// <param name="Epoch">The epoch, or <see cref="Corruption.EvaluationEpoch"/>.</param>
/// <param name="Picture">Index of the picture in its set.</param>
internal readonly record struct CorruptionDraw(float Factor, PictureShape Shape, ulong Seed, uint Epoch, uint Picture)
{
    /// <summary>Four random words, a function of the key and a counter alone.</summary>
    /// <param name="counter">Counts up from 0; uint.MaxValue is taken by the strength.</param>
    internal (uint X, uint Y, uint Z, uint W) Words(uint counter) =>
        Philox.Generate(counter, Picture, Epoch, (uint)RandomPurpose.Noise, (uint)Seed, (uint)(Seed >> 32));
}
