using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// Results as JSON: property names in snake case, numbers in full. What is no finite number, such as a mean of nothing, is null: JSON has
/// no other word for it.
/// </summary>
public static class ResultJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteConverter<double>(), new FiniteConverter<float>() },
    };

    /// <summary>A result as one line of JSON.</summary>
    /// <typeparam name="T">A record.</typeparam>
    /// <param name="result">The result.</param>
    // Control characters and marks of direction are escaped in JSON as PlainText does it, so that it reads as the same text.
    public static string Write<T>(T result) => PlainText.Of(JsonSerializer.Serialize(result, s_options));

    /// <summary>The result that a text of <see cref="Write"/> is of.</summary>
    /// <exception cref="JsonException">It is none, or lacks something.</exception>
    internal static T? Read<T>(string text) => JsonSerializer.Deserialize<T>(text, s_options);

    private sealed class FiniteConverter<T> : JsonConverter<T>
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            T.CreateChecked(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            if (T.IsFinite(value))
            {
                // The shortest text that reads as the same number.
                writer.WriteRawValue(value.ToString("R", CultureInfo.InvariantCulture));
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
