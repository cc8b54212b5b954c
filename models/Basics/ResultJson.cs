using System.Text.Json;
using System.Text.Json.Serialization;

namespace ILGpuAutoencoders.Models;

/// <summary>Results as JSON: property names in snake case, numbers in full.</summary>
public static class ResultJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>A result as one line of JSON.</summary>
    /// <typeparam name="T">A record.</typeparam>
    /// <param name="result">The result.</param>
    public static string Write<T>(T result) => JsonSerializer.Serialize(result, s_options);
}
