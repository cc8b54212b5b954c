using System.Text;

namespace ILGpuAutoencoders.Tests.Models.TensorBoard;

/// <summary>One value of an event: a number or a picture.</summary>
internal sealed record BoardValue(long Step, string Tag, float? Number, (int Height, int Width, byte[] Png)? Picture);

/// <summary>Reads event files independently of what writes them: byte by byte, with a table of CRC-32C of its own.</summary>
internal static class EventReader
{
    private static readonly uint[] s_table =
        [.. Enumerable.Range(0, 256).Select(
            i => Enumerable.Range(0, 8).Aggregate((uint)i, (crc, _) => (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1))];

    internal static uint MaskedCrc(byte[] bytes)
    {
        uint crc = ~bytes.Aggregate(0xFFFFFFFF, (sum, value) => (sum >> 8) ^ s_table[(byte)(sum ^ value)]);
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }

    /// <summary>The version that the file begins with, and its values; every checksum is checked.</summary>
    internal static (string Version, List<BoardValue> Values) Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        string version = "";
        var values = new List<BoardValue>();
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            byte[] length = reader.ReadBytes(8);
            Assert.Equal(MaskedCrc(length), reader.ReadUInt32());
            byte[] data = reader.ReadBytes((int)BitConverter.ToInt64(length));
            Assert.Equal(MaskedCrc(data), reader.ReadUInt32());
            var record = Message(data);
            long step = record.TryGetValue(2, out var number) ? number[0].Number : 0;
            version = record.TryGetValue(3, out var text) ? Encoding.UTF8.GetString(text[0].Bytes) : version;
            Assert.True(BitConverter.Int64BitsToDouble(record[1][0].Number) > 1e9, "An event has its time in seconds.");
            foreach (var summary in record.GetValueOrDefault(5, []))
            {
                values.AddRange(Message(summary.Bytes)[1].Select(value => ToValue(step, Message(value.Bytes))));
            }
        }

        return (version, values);
    }

    private static BoardValue ToValue(long step, Dictionary<int, List<(long Number, byte[] Bytes)>> value)
    {
        (int, int, byte[])? picture = null;
        if (value.TryGetValue(4, out var image))
        {
            var fields = Message(image[0].Bytes);
            Assert.Equal(3, fields[3][0].Number);
            picture = ((int)fields[1][0].Number, (int)fields[2][0].Number, fields[4][0].Bytes);
        }

        return new(step, Encoding.UTF8.GetString(value[1][0].Bytes),
            value.TryGetValue(2, out var number) ? BitConverter.Int32BitsToSingle((int)number[0].Number) : null, picture);
    }

    private static Dictionary<int, List<(long Number, byte[] Bytes)>> Message(byte[] bytes)
    {
        var fields = new Dictionary<int, List<(long, byte[])>>();
        for (int at = 0; at < bytes.Length;)
        {
            long key = Varint(bytes, ref at);
            long number = 0;
            byte[] content = [];
            switch (key & 7)
            {
                case 0:
                    number = Varint(bytes, ref at);
                    break;
                case 1:
                    number = BitConverter.ToInt64(bytes, at);
                    at += 8;
                    break;
                case 5:
                    number = BitConverter.ToInt32(bytes, at);
                    at += 4;
                    break;
                default:
                    int length = (int)Varint(bytes, ref at);
                    content = bytes[at..(at + length)];
                    at += length;
                    break;
            }

            int field = (int)(key >> 3);
            fields.TryAdd(field, []);
            fields[field].Add((number, content));
        }

        return fields;
    }

    private static long Varint(byte[] bytes, ref int at)
    {
        long value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = bytes[at++];
            value |= (long)(part & 0x7F) << shift;
            if (part < 128)
            {
                return value;
            }
        }
    }
}
