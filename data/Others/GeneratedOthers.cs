using ILGpuAutoencoders.Data.Drawing;
using ILGpuAutoencoders.Data.Others;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// Pictures of anything but faces, drawn from a seed and photographed through the same lens as faces. The kinds take turns; a picture
/// depends on (seed, index) alone and is the same at every size.
/// </summary>
public static class GeneratedOthers
{
    private static readonly (string Name, Func<RandomStream, IScene> Draw)[] s_kinds =
    [
        ("leaves", random => new Leaves(random)),
        ("noise", random => new Noise(random)),
        ("objects", random => new Things(random)),
        ("scenes", random => new Landscape(random)),
        ("text", random => new Writing(random)),
        ("textures", random => new Texture(random)),
    ];

    /// <summary>The names of the kinds; leaves have the spectrum and the edges of photographs.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. s_kinds.Select(kind => kind.Name)];

    /// <summary>The kind of a picture: one of <see cref="Kinds"/>.</summary>
    /// <param name="index">Which picture.</param>
    public static string KindOf(int index) => s_kinds[index % s_kinds.Length].Name;

    /// <summary>Draws one picture.</summary>
    /// <param name="seed">The data seed.</param>
    /// <param name="index">Which picture.</param>
    /// <param name="side">Side in pixels: a multiple of 16 from 16 to 256.</param>
    /// <returns>side x side x 3 bytes, rows from the top, RGB.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The side is not one of those.</exception>
    public static byte[] Draw(ulong seed, int index, int side)
    {
        SampleGrid.RequireSide(side);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var random = new RandomStream(seed, RandomPurpose.Others, item: (uint)index);
        byte[] pixels = new byte[3 * side * side];
        SampleGrid.Photograph(s_kinds[index % s_kinds.Length].Draw(random), random, side, pixels);
        return pixels;
    }

    /// <summary>Draws one picture in a frame: as a square that is no smaller, which is then cropped, resized and fitted.</summary>
    /// <param name="seed">The data seed.</param>
    /// <param name="index">Which picture.</param>
    /// <param name="frame">The frame; no side above 256.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is larger.</exception>
    public static Picture Draw(ulong seed, int index, PictureFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return SampleGrid.Framed(frame, side => Draw(seed, index, side));
    }
}
