using ILGpuAutoencoders.Data.Corruptions;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data.Batches;

/// <summary>
/// Augmentation of training pictures beside mirroring: a part in the place of the whole, brighter or darker, a square cut out. Each is a
/// function of (seed, epoch, picture), so a run may stop and go on anywhere.
/// </summary>
internal static class PictureAugmentation
{
    // Counters 0 and 1 of the same purpose are used for mirroring and cutting.
    private const uint JitterCounter = 2, BrightnessCounter = 3, CutOutCounter = 4;

    /// <summary>Changes a picture in place.</summary>
    /// <param name="picture">height x width x channels values in [0, 1].</param>
    /// <param name="room">As many floats.</param>
    /// <param name="shape">Of the picture.</param>
    /// <param name="options">How much.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="index">Index of the picture in its set.</param>
    internal static void Apply(Span<float> picture, Span<float> room, PictureShape shape, BatchOptions options, uint epoch, uint index)
    {
        if (options.CropJitter > 0)
        {
            var (x, y, z, _) = Words(JitterCounter, options.Seed, epoch, index);
            picture.CopyTo(room);
            float kept = 1 - (options.CropJitter * Unit(z));
            Resample(room, picture, shape, kept, (1 - kept) * Unit(x), (1 - kept) * Unit(y));
        }

        if (options.Brightness > 0)
        {
            var (x, _, _, _) = Words(BrightnessCounter, options.Seed, epoch, index);
            float factor = 1 + (options.Brightness * ((2 * Unit(x)) - 1));
            foreach (ref float value in picture)
            {
                value = Math.Min(1, value * factor);
            }
        }

        if (options.CutOut > 0)
        {
            var (x, y, _, _) = Words(CutOutCounter, options.Seed, epoch, index);
            BlackSquare.Apply(picture, shape, options.CutOut, x, y);
        }
    }

    /// <summary>A rectangle that begins at a share of width and height and keeps a share of both, at the size of the whole.</summary>
    private static void Resample(ReadOnlySpan<float> from, Span<float> to, PictureShape shape, float kept, float left, float top)
    {
        int width = shape.Width, height = shape.Height, channels = shape.Channels, at = 0;
        for (int row = 0; row < height; row++)
        {
            var (y0, y1, down) = Between(((row + 0.5f) * kept) + (top * height) - 0.5f, height);
            for (int column = 0; column < width; column++)
            {
                var (x0, x1, across) = Between(((column + 0.5f) * kept) + (left * width) - 0.5f, width);
                for (int channel = 0; channel < channels; channel++, at++)
                {
                    float upper = Mix(from[Index(y0, x0, channel)], from[Index(y0, x1, channel)], across),
                        lower = Mix(from[Index(y1, x0, channel)], from[Index(y1, x1, channel)], across);
                    to[at] = Mix(upper, lower, down);
                }
            }
        }

        int Index(int y, int x, int channel) => (((y * width) + x) * channels) + channel;

        static float Mix(float a, float b, float share) => a + (share * (b - a));
    }

    /// <summary>The two places that a position lies between, and how far it is from the first to the second.</summary>
    private static (int First, int Second, float Share) Between(float position, int length)
    {
        position = Math.Clamp(position, 0, length - 1);
        int first = Math.Min((int)position, Math.Max(0, length - 2));
        return (first, Math.Min(first + 1, length - 1), position - first);
    }

    private static (uint X, uint Y, uint Z, uint W) Words(uint counter, ulong seed, uint epoch, uint picture) =>
        Philox.Generate(counter, picture, epoch, (uint)RandomPurpose.Augmentation, (uint)seed, (uint)(seed >> 32));

    /// <summary>Uniform in [0, 1).</summary>
    private static float Unit(uint word) => (word >> 8) * (1f / (1 << 24));
}
