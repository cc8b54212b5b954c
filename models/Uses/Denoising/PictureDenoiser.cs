using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Uses.Denoising;

/// <summary>
/// A trained model as a function of noisy pictures. Where it takes any multiple of a side, pictures are mirrored at the border up to the
/// next multiple; those of many pixels go through it in tiles that overlap, and fade into each other there. Other models take pictures of
/// their own size.
/// </summary>
/// <param name="model">On its device.</param>
/// <param name="tile">Largest side of a tile in pixels, a multiple of the model's.</param>
internal sealed class PictureDenoiser(Autoencoder model, int tile = PictureDenoiser.DefaultTile)
{
    /// <summary>At 32 channels of this side the largest layers take a few hundred MB.</summary>
    internal const int DefaultTile = 768;

    private const int Overlap = 64;

    /// <summary>A picture in the colours of a model: grey, or RGB.</summary>
    internal static Picture Coloured(Picture picture, Autoencoder model) => picture.Channels == model.Options.Channels
        ? picture
        : new PictureFrame(picture.Shape with { Channels = model.Options.Channels }).Apply(picture);

    /// <summary>The denoised picture, its values in [0, 1].</summary>
    internal PictureValues Denoise(PictureValues noisy, CancellationToken cancellation = default)
    {
        if (model.SideMultiple is null || (noisy.Width <= tile && noisy.Height <= tile))
        {
            return Pass(noisy, 0, 0, noisy.Width, noisy.Height);
        }

        var sum = PictureValues.Empty(noisy.Shape);
        float[] weights = new float[noisy.Width * noisy.Height];
        foreach (int top in Starts(noisy.Height))
        {
            foreach (int left in Starts(noisy.Width))
            {
                cancellation.ThrowIfCancellationRequested();
                Add(Pass(noisy, left, top, Math.Min(tile, noisy.Width), Math.Min(tile, noisy.Height)), left, top, sum, weights);
            }
        }

        for (int i = 0; i < sum.Values.Length; i++)
        {
            sum.Values[i] /= weights[i / noisy.Channels];
        }

        return sum;
    }

    /// <summary>Where tiles begin along an axis; the last one ends at its end.</summary>
    private IEnumerable<int> Starts(int length)
    {
        for (int start = 0; ; start += tile - Overlap)
        {
            if (start + tile >= length)
            {
                yield return Math.Max(0, length - tile);
                yield break;
            }

            yield return start;
        }
    }

    private static void Add(PictureValues part, int left, int top, PictureValues sum, float[] weights)
    {
        for (int y = 0; y < part.Height; y++)
        {
            for (int x = 0; x < part.Width; x++)
            {
                float weight = Fade(x, part.Width) * Fade(y, part.Height);
                int to = ((top + y) * sum.Width) + left + x, from = (y * part.Width) + x;
                weights[to] += weight;
                for (int channel = 0; channel < sum.Channels; channel++)
                {
                    sum.Values[(sum.Channels * to) + channel] += weight * part.Values[(sum.Channels * from) + channel];
                }
            }
        }
    }

    /// <summary>Rises across the overlap, from the edge of a tile inwards.</summary>
    private static float Fade(int index, int length) => Math.Min(Math.Min(index, length - 1 - index) + 1, Overlap);

    private PictureValues Pass(PictureValues noisy, int left, int top, int width, int height)
    {
        int multiple = model.SideMultiple ?? 1;
        int fullWidth = (width + multiple - 1) / multiple * multiple, fullHeight = (height + multiple - 1) / multiple * multiple;
        var device = model.Arena.Device;
        var full = PictureValues.Empty(new PictureShape(fullWidth, fullHeight, noisy.Channels));
        using (device.OpenScope())
        using (Autograd.Pause())
        {
            float[] values = noisy.Reflected(left, top, fullWidth, fullHeight).Values;
            var input = Tensor.FromArray(device, [1, fullHeight, fullWidth, noisy.Channels], values);
            model.Forward(input, ForwardPass.Inference).CopyTo(full.Values);
        }

        for (int i = 0; i < full.Values.Length; i++)
        {
            full.Values[i] = Math.Clamp(full.Values[i], 0, 1);
        }

        return full.Reflected(0, 0, width, height);
    }
}
