using System.Buffers.Binary;

namespace ILGpuAutoencoders.Models.Export;

/// <summary>A field of a message in the wire format of Protocol Buffers.</summary>
/// <param name="Number">Of the field.</param>
/// <param name="Integer">Its value if it is a varint or of fixed size; otherwise 0.</param>
/// <param name="Bytes">Its bytes if it is a text, a message or packed numbers; otherwise none.</param>
internal readonly record struct ProtobufField(int Number, long Integer, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The fields of a message, in the order of its bytes.</summary>
    /// <exception cref="FormatException">It is not such a message.</exception>
    internal static IEnumerable<ProtobufField> Read(ReadOnlyMemory<byte> message)
    {
        while (!message.IsEmpty)
        {
            ulong key = Varint(ref message);
            int number = key >> 3 is > 0 and < 1 << 29 ? (int)(key >> 3) : throw new FormatException("a field has no number");
            yield return (key & 7) switch
            {
                0 => new(number, (long)Varint(ref message), default),
                1 => new(number, BinaryPrimitives.ReadInt64LittleEndian(Take(ref message, 8).Span), default),
                2 => new(number, 0, Take(ref message, Varint(ref message))),
                5 => new(number, BinaryPrimitives.ReadInt32LittleEndian(Take(ref message, 4).Span), default),
                var kind => throw new FormatException($"a field is of the unknown kind {kind}"),
            };
        }
    }

    /// <summary>The whole numbers of a repeated field, packed or not.</summary>
    /// <exception cref="FormatException">They are not whole numbers.</exception>
    internal IEnumerable<long> Integers()
    {
        if (Bytes.IsEmpty)
        {
            yield return Integer;
            yield break;
        }

        for (var rest = Bytes; !rest.IsEmpty;)
        {
            yield return (long)Varint(ref rest);
        }
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < Math.Min(10, bytes.Length); i++)
        {
            byte part = bytes.Span[i];
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        throw new FormatException("a number does not end");
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes, ulong count)
    {
        if (count > (ulong)bytes.Length)
        {
            throw new FormatException("it is cut off");
        }

        var taken = bytes[..(int)count];
        bytes = bytes[(int)count..];
        return taken;
    }
}
