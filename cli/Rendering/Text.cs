using System.Globalization;

namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>Numbers and times for people.</summary>
internal static class Text
{
    /// <summary>1234567 as 1,234,567.</summary>
    internal static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An error or a loss: four significant digits.</summary>
    internal static string Loss(double? value) =>
        value is { } number
            ? number.ToString(Math.Abs(number) is >= 0.001 and < 1000 or 0 ? "0.000000" : "0.000e+0", CultureInfo.InvariantCulture)
            : "-";

    internal static string Decibels(double? value) =>
        value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:0.00} dB") : "-";

    internal static string Ratio(double? value) => value is { } number ? number.ToString("0.0000", CultureInfo.InvariantCulture) : "-";

    /// <summary>0.125 as 12.5%.</summary>
    internal static string Share(double value) => string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0}%");

    internal static string Speed(double imagesPerSecond) => string.Create(CultureInfo.InvariantCulture, $"{imagesPerSecond:N0} images/s");

    internal static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
    };
}
