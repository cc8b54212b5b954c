using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using static System.FormattableString;

namespace ILGpuAutoencoders.Data;

/// <summary>Width and height of pictures in pixels. A number stands for a square of that side.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
[JsonConverter(typeof(JsonForm))]
public readonly record struct ImageSize(int Width, int Height)
{
    /// <summary>Pixels of a picture.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>Both for people: 96 x 64.</summary>
    public string Sides => Invariant($"{Width} x {Height}");

    /// <summary>A square.</summary>
    /// <param name="side">Its side in pixels.</param>
    public static implicit operator ImageSize(int side) => new(side, side);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">One number, or two with an x between them.</param>
    /// <param name="size">The size read.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ImageSize size)
    {
        size = default;
        string[] parts = text?.Split('x') ?? [];
        if (parts.Length is not (1 or 2) || !TryRead(parts[0], out int width) || !TryRead(parts[^1], out int height))
        {
            return false;
        }

        size = new ImageSize(width, height);
        return true;
    }

    /// <summary>The side of a square, as 64; width and height of any other, as 96x64.</summary>
    public override string ToString() => Width == Height ? Invariant($"{Width}") : Invariant($"{Width}x{Height}");

    private static bool TryRead(string text, out int side) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out side);

    /// <summary>In JSON the side of a square is a number, and any other size a string.</summary>
    private sealed class JsonForm : JsonConverter<ImageSize>
    {
        public override ImageSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? reader.GetInt32()
            : TryParse(reader.GetString(), out var size) ? size
            : throw new JsonException("This is not a size of pictures; write 64 or \"96x64\".");

        public override void Write(Utf8JsonWriter writer, ImageSize value, JsonSerializerOptions options)
        {
            if (value.Width == value.Height)
            {
                writer.WriteNumberValue(value.Width);
            }
            else
            {
                writer.WriteStringValue(value.ToString());
            }
        }
    }
}
