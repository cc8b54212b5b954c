using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace ILGpuAutoencoders.Engine.Checkpoints;

/// <summary>Writes safetensors with deterministic bytes: names in ordinal order, a header that ends on a multiple of 8.</summary>
internal static class SafetensorsWriter
{
    internal static void Write(Checkpoint checkpoint, Stream stream)
    {
        var header = Header(checkpoint);
        int padded = (header.WrittenCount + 7) / 8 * 8;
        if (padded > SafetensorsFormat.MaxHeaderLength)
        {
            throw new ArgumentException(
                $"Checkpoint: a header of {padded} bytes is longer than {SafetensorsFormat.MaxHeaderLength}; write fewer tensors or less "
                + "metadata.", nameof(checkpoint));
        }

        header.GetSpan(8)[..(padded - header.WrittenCount)].Fill((byte)' ');
        header.Advance(padded - header.WrittenCount);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        stream.Write(length);
        stream.Write(WithChecksum(length, header.WrittenSpan, checkpoint));
        foreach (var tensor in checkpoint.Tensors.Values)
        {
            tensor.CopyTo(stream.Write);
        }
    }

    private static byte[] WithChecksum(ReadOnlySpan<byte> length, ReadOnlySpan<byte> header, Checkpoint checkpoint)
    {
        byte[] final = header.ToArray();
        var digits = FileChecksum.Find(final)!.Value;
        var hash = FileChecksum.Begin(length, final, digits);
        foreach (var tensor in checkpoint.Tensors.Values)
        {
            tensor.CopyTo(hash.Append);
        }

        FileChecksum.Write(hash, final.AsSpan(digits));
        return final;
    }

    private static ArrayBufferWriter<byte> Header(Checkpoint checkpoint)
    {
        if (checkpoint.Tensors.ContainsKey(SafetensorsFormat.MetadataKey))
        {
            throw new ArgumentException(
                $"Checkpoint: no tensor can be named {SafetensorsFormat.MetadataKey}; rename it.", nameof(checkpoint));
        }

        if (checkpoint.Metadata.ContainsKey(FileChecksum.WriterKey) || checkpoint.Metadata.ContainsKey(FileChecksum.ChecksumKey))
        {
            throw new ArgumentException(
                $"Checkpoint: the metadata {FileChecksum.WriterKey} and {FileChecksum.ChecksumKey} are the writer's own; name yours "
                + "differently.", nameof(checkpoint));
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject(SafetensorsFormat.MetadataKey);
        var own =
            new Dictionary<string, string>
            {
                [FileChecksum.WriterKey] = FileChecksum.Writer,
                [FileChecksum.ChecksumKey] = FileChecksum.Placeholder
            };
        foreach (var (key, value) in checkpoint.Metadata.Concat(own).OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();

        long offset = 0;
        foreach (var (name, tensor) in checkpoint.Tensors)
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", Array.Find(SafetensorsFormat.Types, type => type.Type == tensor.Type).Name);
            WriteNumbers(json, "shape", tensor.Shape);
            WriteNumbers(json, "data_offsets", [offset, offset + tensor.Length]);
            json.WriteEndObject();
            offset += tensor.Length;
        }

        json.WriteEndObject();
        json.Flush();
        return buffer;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
