using System.Buffers.Binary;
using System.Text;

namespace ILGpuAutoencoders.Models.Export;

/// <summary>
/// A message in the wire format of Protocol Buffers, under construction. It is kept as pieces, so that weights within messages within
/// messages are never copied; equal calls give equal bytes.
/// </summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    private readonly List<ReadOnlyMemory<byte>> _pieces = [];

    /// <summary>Number of bytes.</summary>
    internal long Length { get; private set; }

    /// <summary>A field of type int32, int64 or enum; negative ones take ten bytes.</summary>
    internal ProtobufMessage Add(int field, long value) => Append(Head(field, Varint, (ulong)value));

    /// <summary>A field of type float.</summary>
    internal ProtobufMessage Add(int field, float value)
    {
        byte[] number = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(number, value);
        return Append(Head(field, Fixed32)).Append(number);
    }

    /// <summary>A field of type double.</summary>
    internal ProtobufMessage Add(int field, double value)
    {
        byte[] number = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(number, value);
        return Append(Head(field, Fixed64)).Append(number);
    }

    /// <summary>A field of type string.</summary>
    internal ProtobufMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    /// <summary>A field of type bytes, which must not change afterwards.</summary>
    internal ProtobufMessage Add(int field, ReadOnlyMemory<byte> bytes) =>
        Append(Head(field, Delimited, (ulong)bytes.Length)).Append(bytes);

    /// <summary>A message as a field; what is added to it afterwards is not seen.</summary>
    internal ProtobufMessage Add(int field, ProtobufMessage message)
    {
        Append(Head(field, Delimited, (ulong)message.Length));
        _pieces.AddRange(message._pieces);
        Length += message.Length;
        return this;
    }

    /// <summary>One field for each of several values.</summary>
    internal ProtobufMessage AddEach(int field, IEnumerable<ProtobufMessage> messages) =>
        messages.Aggregate(this, (message, part) => message.Add(field, part));

    /// <summary>Writes its bytes.</summary>
    internal void WriteTo(Stream stream)
    {
        foreach (var piece in _pieces)
        {
            stream.Write(piece.Span);
        }
    }

    /// <summary>Its bytes.</summary>
    internal byte[] ToArray()
    {
        using var stream = new MemoryStream();
        WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>The number and kind of a field, and the varint that follows for some kinds: a value or a length.</summary>
    private static byte[] Head(int field, int wireType, ulong? varint = null)
    {
        var bytes = new List<byte>();
        Append(bytes, ((ulong)field << 3) | (uint)wireType);
        if (varint is { } value)
        {
            Append(bytes, value);
        }

        return [.. bytes];
    }

    private static void Append(List<byte> bytes, ulong varint)
    {
        for (; varint >= 0x80; varint >>= 7)
        {
            bytes.Add((byte)(varint | 0x80));
        }

        bytes.Add((byte)varint);
    }

    private ProtobufMessage Append(ReadOnlyMemory<byte> piece)
    {
        _pieces.Add(piece);
        Length += piece.Length;
        return this;
    }
}
