namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>
/// PGM and PPM, as numbers in text (P2, P3) or in bytes (P5, P6): a header of width, height and greatest value, then the values. Grey is
/// repeated, values are scaled to 8 bits, and what follows the first picture is ignored.
/// </summary>
internal sealed class NetpbmFormat : PictureFormat
{
    internal override string Name => "PGM/PPM";

    internal override IReadOnlyList<string> Endings { get; } = [".pgm", ".ppm", ".pnm"];

    internal override bool Matches(ReadOnlySpan<byte> start) =>
        start is [(byte)'P', (byte)'2' or (byte)'3' or (byte)'5' or (byte)'6', var next, ..] && (IsSpace(next) || next == '#');

    internal override DecodeResult Decode(ReadOnlySpan<byte> file, long maxPixels)
    {
        int at = 2;
        if (!TryRead(file, ref at, out int width) || !TryRead(file, ref at, out int height) || !TryRead(file, ref at, out int most)
            || width == 0 || height == 0 || most is 0 or > ushort.MaxValue)
        {
            return DecodeResult.Bad("the header is damaged");
        }
        if (Excess(width, height, maxPixels) is { } excess)
        {
            return DecodeResult.Bad(excess);
        }
        bool isText = file[1] <= '3', isGrey = file[1] is (byte)'2' or (byte)'5';
        int bytes = most > byte.MaxValue ? 2 : 1, values = (isGrey ? 1 : 3) * width * height;
        // The shortest text of a value is a digit and a space. Checked before memory is allocated.
        if (file.Length - at < (isText ? (2L * values) : 1 + (long)bytes * values))
        {
            return DecodeResult.Bad("the file is cut short");
        }
        byte[] pixels = new byte[3 * width * height];
        at += isText ? 0 : 1;
        for (int i = 0; i < values; i++)
        {
            int value = 0;
            if (isText && !TryRead(file, ref at, out value))
            {
                return DecodeResult.Bad("the file is cut short");
            }
            for (int part = 0; !isText && part < bytes; part++)
            {
                value = (value << 8) | file[at++];
            }
            byte level = (byte)(((Math.Min(value, most) * 255L) + (most / 2)) / most);
            pixels.AsSpan(isGrey ? 3 * i : i, isGrey ? 3 : 1).Fill(level);
        }
        return DecodeResult.Good(new Picture(width, height, pixels));
    }

    /// <summary>Reads a number and moves the position behind its last digit.</summary>
    private static bool TryRead(ReadOnlySpan<byte> file, ref int at, out int number)
    {
        number = 0;
        while (at < file.Length && (IsSpace(file[at]) || file[at] == '#'))
        {
            int line = file[at] == '#' ? file[at..].IndexOfAny((byte)'\n', (byte)'\r') : 0;
            at = line < 0 ? file.Length : at + line + 1;
        }
        int start = at;
        while (at < file.Length && file[at] is >= (byte)'0' and <= (byte)'9')
        {
            number = Math.Min((number * 10) + file[at++] - '0', PixelResizer.MaxSide + 1);
        }
        return at > start;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (>= 9 and <= 13);
}
