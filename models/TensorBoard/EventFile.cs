using System.Buffers.Binary;
using System.Numerics;
using ILGpuAutoencoders.Models.Export;

namespace ILGpuAutoencoders.Models.TensorBoard;

/// <summary>
/// A file of TensorBoard's events, which is appended to. A record is its length (8 bytes), a checksum of that, an Event message, and a
/// checksum of it; checksums are CRC-32C, rotated and shifted so that a checksum of checksums is no special case.
/// </summary>
/// <remarks>Each record is appended by one write, so a kill tears at most the last, which is cut off when the file is opened
/// again.</remarks>
internal sealed class EventFile : IDisposable
{
    private const string Version = "brain.Event:2";
    private const int HeadLength = 12, TailLength = 4;
    private const uint MaskDelta = 0xA282EAD8;

    private readonly FileStream _file;

    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="path">Its name must hold the word tfevents for TensorBoard to find it.</param>
    /// <param name="lastStep">Events of later steps are dropped: they will come again.</param>
    internal EventFile(string path, long lastStep)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        Keep(lastStep);
        if (_file.Length == 0)
        {
            Append(Event(step: 0).Add(3, Version));
        }
    }

    /// <summary>Appends one value.</summary>
    /// <param name="step">The step it belongs to.</param>
    /// <param name="tag">What it is called; slashes make groups.</param>
    /// <param name="value">The value.</param>
    internal void Scalar(long step, string tag, double value) => Append(step, new ProtobufMessage().Add(1, tag).Add(2, (float)value));

    /// <summary>Appends a picture.</summary>
    /// <param name="step">The step it belongs to.</param>
    /// <param name="tag">What it is called.</param>
    /// <param name="png">An encoded picture in RGB.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    internal void Image(long step, string tag, byte[] png, int width, int height) =>
        Append(step, new ProtobufMessage().Add(1, tag).Add(4, new ProtobufMessage().Add(1, height).Add(2, width).Add(3, 3).Add(4, png)));

    public void Dispose() => _file.Dispose();

    /// <summary>The checksum of bytes as records hold it.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }

    private static ProtobufMessage Event(long step) =>
        new ProtobufMessage().Add(1, (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds).Add(2, step);

    private void Append(long step, ProtobufMessage value) => Append(Event(step).Add(5, new ProtobufMessage().Add(1, value)));

    private void Append(ProtobufMessage message)
    {
        byte[] data = message.ToArray(), record = new byte[HeadLength + data.Length + TailLength];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(long)), Checksum(record.AsSpan(0, sizeof(long))));
        data.CopyTo(record, HeadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeadLength + data.Length), Checksum(data));
        _file.Write(record);
    }

    /// <summary>Cuts off what begins with a torn record or an event of a later step, and goes to the end.</summary>
    private void Keep(long lastStep)
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        int end = 0;
        while (RecordAt(bytes, end) is { } length && StepOf(bytes.AsMemory(end + HeadLength, length - HeadLength - TailLength)) <= lastStep)
        {
            end += length;
        }

        _file.SetLength(end);
        _file.Seek(0, SeekOrigin.End);
    }

    /// <summary>The length of the record that begins at a place; null if there is no whole and sound one.</summary>
    private static int? RecordAt(ReadOnlySpan<byte> bytes, int at)
    {
        var rest = bytes[at..];
        if (rest.Length < HeadLength + TailLength
            || Checksum(rest[..sizeof(long)]) != BinaryPrimitives.ReadUInt32LittleEndian(rest[sizeof(long)..]))
        {
            return null;
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(rest);
        if (length < 0 || length > rest.Length - HeadLength - TailLength)
        {
            return null;
        }

        var data = rest.Slice(HeadLength, (int)length);
        return Checksum(data) == BinaryPrimitives.ReadUInt32LittleEndian(rest[(HeadLength + data.Length)..])
            ? HeadLength + data.Length + TailLength
            : null;
    }

    private static long StepOf(ReadOnlyMemory<byte> message)
    {
        try
        {
            return ProtobufField.Read(message).FirstOrDefault(field => field.Number == 2).Integer;
        }
        catch (FormatException)
        {
            return long.MaxValue;
        }
    }
}
