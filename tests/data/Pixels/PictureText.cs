using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Data.Pixels;

namespace ILGpuAutoencoders.Tests.Data.Pixels;

/// <summary>Reads text in pictures: where the glyphs of a text stand, pixel for pixel, black or grey on white.</summary>
internal static class PictureText
{
    private const byte LightestInk = 128;

    /// <summary>Where a text stands as a whole line or at its end, from the top and then from the left; X and Y are its corner.</summary>
    public static IReadOnlyList<(int X, int Y)> Find(Picture picture, string text)
    {
        string fitted = BitmapFont.Fit(text, int.MaxValue);
        int width = BitmapFont.WidthOf(fitted), height = BitmapFont.LineHeight;
        byte[] pixels = new byte[3 * width * height];
        Array.Fill(pixels, byte.MaxValue);
        BitmapFont.Draw(fitted, pixels, width, 0, 0, grey: 0);
        int inked = Array.IndexOf(pixels, (byte)0) / 3;
        var found = new List<(int, int)>();
        for (int y = 0; y <= picture.Height - height; y++)
        {
            for (int x = 0; x <= picture.Width - width; x++)
            {
                // Most places differ here already.
                bool isInked = picture.Pixels[3 * (((y + (inked / width)) * picture.Width) + x + (inked % width))] <= LightestInk;
                if (isInked && IsAt(picture, pixels, width, x, y))
                {
                    found.Add((x, y));
                }
            }
        }

        return found;
    }

    /// <summary>The texts that a picture has, in the order in which they stand.</summary>
    public static string[] Order(Picture picture, params string[] texts) =>
        [.. texts.SelectMany(text => Find(picture, text).Select(at => (text, at))).OrderBy(found => found.at.Y).ThenBy(
            found => found.at.X).Select(found => found.text)];

    private static bool IsAt(Picture picture, byte[] text, int width, int left, int top)
    {
        byte? ink = null;
        for (int i = 0; i < text.Length; i += 3)
        {
            int at = 3 * (((top + (i / 3 / width)) * picture.Width) + left + (i / 3 % width));
            byte red = picture.Pixels[at];
            bool isGrey = red == picture.Pixels[at + 1] && red == picture.Pixels[at + 2];
            if (!isGrey || (text[i] == 0 ? red > LightestInk || (ink ??= red) != red : red != byte.MaxValue))
            {
                return false;
            }
        }

        return true;
    }
}
