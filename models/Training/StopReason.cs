using System.Text.Json;
using System.Text.Json.Serialization;

namespace ILGpuAutoencoders.Models;

/// <summary>Why work ended. In JSON and to people it is the word of <see cref="StopReasonText.Text"/>.</summary>
[JsonConverter(typeof(StopReasonText.Converter))]
public enum StopReason
{
    /// <summary>All epochs were trained, and no limit of steps was reached.</summary>
    Epochs,

    /// <summary>The limit of steps was reached.</summary>
    MaxSteps,

    /// <summary>The loss on val had not fallen for the epochs of patience.</summary>
    EarlyStop,

    /// <summary>Somebody stopped it; it can be resumed.</summary>
    Interrupt,

    /// <summary>All parts of a tour were done.</summary>
    End,
}

/// <summary>The words for <see cref="StopReason"/>.</summary>
public static class StopReasonText
{
    /// <summary>The word for a reason: epochs, max-steps, early-stop, interrupt or end.</summary>
    /// <param name="reason">The reason.</param>
    public static string Text(this StopReason reason) => reason switch
    {
        StopReason.Epochs => "epochs",
        StopReason.MaxSteps => "max-steps",
        StopReason.EarlyStop => "early-stop",
        StopReason.Interrupt => "interrupt",
        StopReason.End => "end",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    internal sealed class Converter : JsonConverter<StopReason>
    {
        /// <inheritdoc/>
        public override StopReason Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Results are written, never read.");

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, StopReason value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Text());
    }
}
