using System.Buffers.Binary;

namespace ILGpuAutoencoders.Data.Pixels;

/// <summary>WebP. Its header gives the number of bytes that follow.</summary>
internal sealed class WebPFormat : PictureFormat
{
    internal override string Name => "WebP";

    internal override IReadOnlyList<string> Endings { get; } = [".webp"];

    internal override bool Matches(ReadOnlySpan<byte> start) =>
        start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8);

    internal override bool IsComplete(ReadOnlySpan<byte> file) => BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L <= file.Length;
}
