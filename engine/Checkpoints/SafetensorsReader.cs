using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace ILGpuAutoencoders.Engine.Checkpoints;

/// <summary>Reads safetensors and rejects whatever breaks a rule of the format: a file may come from anywhere.</summary>
internal static class SafetensorsReader
{
    internal static Checkpoint Read(Stream stream, string source)
    {
        try
        {
            Span<byte> prefix = stackalloc byte[8];
            Require(stream.Length >= 8, "it is shorter than the 8 bytes of a header length");
            stream.ReadExactly(prefix);
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            Require(length <= SafetensorsFormat.MaxHeaderLength,
                $"its header length {length} is above {SafetensorsFormat.MaxHeaderLength}");
            Require((long)length <= stream.Length - 8, $"its header of {length} bytes is cut off");
            byte[] header = new byte[length];
            stream.ReadExactly(header);
            Require(header.Length > 0 && header[0] == (byte)'{', "its header does not start with '{'");
            Require(Utf8.IsValid(header), "its header is not UTF-8");
            var checkpoint = new Checkpoint();
            var entries = ParseHeader(header, checkpoint.Metadata);
            RequireContiguous(entries, stream.Length - 8 - header.Length);
            var digits = FileChecksum.Find(header);
            FileChecksum.Check(checkpoint.Metadata, digits is not null);
            var hash = digits is { } at ? FileChecksum.Begin(prefix, header, at) : null;
            foreach (var entry in entries)
            {
                byte[] bytes = new byte[entry.End - entry.Begin];
                stream.ReadExactly(bytes);
                hash?.Append(bytes);
                checkpoint.Tensors.Add(entry.Name, new CheckpointTensor(entry.Type, entry.Shape, bytes));
            }

            Require(hash is null || FileChecksum.Matches(hash, header.AsSpan(digits!.Value)), "its bytes do not match its checksum");

            return checkpoint;
        }
        // GetString throws InvalidOperationException on an escape that is half a surrogate pair.
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or EndOfStreamException)
        {
            if (ForeignFile.Describe(stream, source) is { } foreign)
            {
                throw new CheckpointException($"Checkpoint: {source} {foreign}.", e);
            }

            string reason = e is FormatException ? e.Message
                : e is EndOfStreamException ? "it became shorter while it was read" : "its header is not the JSON of the format";
            throw new CheckpointException($"Checkpoint: {source} is not a valid safetensors file: {reason}; copy or train it again.", e);
        }
    }

    private static List<Entry> ParseHeader(byte[] header, IDictionary<string, string> metadata)
    {
        using var document = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
        var entries = new List<Entry>();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Name != SafetensorsFormat.MetadataKey)
            {
                entries.Add(ParseEntry(property.Name, property.Value));
                continue;
            }

            Require(property.Value.ValueKind == JsonValueKind.Object, "its metadata is not an object");
            foreach (var item in property.Value.EnumerateObject())
            {
                Require(item.Value.ValueKind == JsonValueKind.String, $"its metadata {item.Name} is not text");
                metadata.Add(item.Name, item.Value.GetString()!);
            }
        }

        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        return entries;
    }

    private static Entry ParseEntry(string name, JsonElement value)
    {
        Require(value.ValueKind == JsonValueKind.Object, $"tensor {name} is not an object");
        string? dtype = null;
        long[]? shape = null, offsets = null;
        foreach (var field in value.EnumerateObject())
        {
            switch (field.Name)
            {
                case "dtype":
                    Require(field.Value.ValueKind == JsonValueKind.String, $"the dtype of {name} is not text");
                    dtype = field.Value.GetString();
                    break;
                case "shape":
                    shape = Numbers(name, field);
                    break;
                case "data_offsets":
                    offsets = Numbers(name, field);
                    break;
                default:
                    throw new FormatException($"tensor {name} has an unknown field {field.Name}");
            }
        }

        Require(dtype is not null && shape is not null && offsets is { Length: 2 },
            $"tensor {name} lacks its dtype, shape or two data_offsets");
        int known = Array.FindIndex(SafetensorsFormat.Types, type => type.Name == dtype);
        Require(known >= 0,
            $"the dtype {dtype} of {name} is not one of {string.Join(", ", SafetensorsFormat.Types.Select(type => type.Name))}");
        var type = SafetensorsFormat.Types[known].Type;
        var (begin, end) = (offsets![0], offsets[1]);
        Require(begin <= end, $"the data_offsets of {name} run backwards");
        Require(ByteLength(type, shape!) is { } bytes && bytes == end - begin,
            $"the data_offsets of {name} do not match its shape and dtype");
        Require(end - begin <= Array.MaxLength, $"tensor {name} has more than {Array.MaxLength} bytes");
        return new Entry(name, type, shape!, begin, end);
    }

    private static long[] Numbers(string name, JsonProperty field)
    {
        Require(field.Value.ValueKind == JsonValueKind.Array, $"the {field.Name} of {name} is not an array");
        long[] numbers = new long[field.Value.GetArrayLength()];
        int i = 0;
        foreach (var element in field.Value.EnumerateArray())
        {
            Require(element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out numbers[i]) && numbers[i] >= 0,
                $"the {field.Name} of {name} holds something other than integers of 0 or more");
            i++;
        }

        return numbers;
    }

    /// <summary>Null if it overflows 64 bits.</summary>
    private static long? ByteLength(ElementType type, long[] shape)
    {
        Int128 bytes = CheckpointTensor.SizeOf(type);
        foreach (long axis in shape)
        {
            bytes *= axis;
            if (bytes > long.MaxValue)
            {
                return null;
            }
        }

        return (long)bytes;
    }

    private static void RequireContiguous(List<Entry> entries, long dataLength)
    {
        long end = 0;
        foreach (var entry in entries)
        {
            Require(entry.Begin == end, $"tensor {entry.Name} starts at {entry.Begin}, and the tensor before it ends at {end}");
            end = entry.End;
        }

        Require(end == dataLength, $"its tensors take {end} bytes, and {dataLength} follow the header");
    }

    internal static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new FormatException(otherwise);
        }
    }

    private readonly record struct Entry(string Name, ElementType Type, long[] Shape, long Begin, long End);
}
