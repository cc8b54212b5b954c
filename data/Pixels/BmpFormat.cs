namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>BMP. It has no end marker: the decoder reports missing rows.</summary>
internal sealed class BmpFormat : PictureFormat
{
    internal override string Name => "BMP";

    internal override IReadOnlyList<string> Endings { get; } = [".bmp", ".dib"];

    internal override bool Matches(ReadOnlySpan<byte> start) => start.Length >= DetectedBytes && start.StartsWith("BM"u8);
}
