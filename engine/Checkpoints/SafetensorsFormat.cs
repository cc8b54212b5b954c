namespace ILGpuAutoencoders.Engine.Checkpoints;

/// <summary>
/// The safetensors format: 8 bytes of header length, little-endian; the header, a JSON object of name to {dtype, shape,
/// data_offsets} and __metadata__ of text to text, padded with spaces; then the tensors' bytes without gaps.
/// </summary>
internal static class SafetensorsFormat
{
    internal const int MaxHeaderLength = 100_000_000;
    internal const string MetadataKey = "__metadata__";

    internal static readonly (string Name, ElementType Type)[] Types =
    [
        ("F32", ElementType.Float32), ("F64", ElementType.Float64), ("F16", ElementType.Float16),
        ("BF16", ElementType.BFloat16), ("I64", ElementType.Int64), ("I32", ElementType.Int32), ("U8", ElementType.UInt8),
        ("BOOL", ElementType.Boolean),
    ];
}
