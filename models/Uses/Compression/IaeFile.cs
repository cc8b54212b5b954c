using System.Buffers.Binary;
using System.Numerics;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>
/// A compressed picture: magic IAE and version (4 bytes), bits (1), the codec's id (8), the coded symbols, and CRC-32C of all before it
/// (4, little-endian). Size and latent length are the model's.
/// </summary>
internal static class IaeFile
{
    /// <summary>The ending of such files.</summary>
    internal const string Extension = ".iae";

    private const int IdAt = 5, PayloadAt = IdAt + LatentCodec.IdBytes, ChecksumBytes = 4;

    private static ReadOnlySpan<byte> Magic => [(byte)'I', (byte)'A', (byte)'E', 1];

    /// <summary>The bytes of a file.</summary>
    internal static byte[] Write(LatentCodec codec, int bits, ReadOnlySpan<byte> payload)
    {
        byte[] file = new byte[PayloadAt + payload.Length + ChecksumBytes];
        Magic.CopyTo(file);
        file[Magic.Length] = (byte)bits;
        codec.Id.CopyTo(file, IdAt);
        payload.CopyTo(file.AsSpan(PayloadAt));
        BinaryPrimitives.WriteUInt32LittleEndian(
            file.AsSpan(PayloadAt + payload.Length), Checksum(file.AsSpan(0, PayloadAt + payload.Length)));
        return file;
    }

    /// <summary>The latent vector of a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="codec">The codec of the model.</param>
    /// <param name="name">What errors call it: its path.</param>
    /// <exception cref="CheckpointException">The file is damaged, of another version, or was made with another model.</exception>
    internal static float[] Read(ReadOnlySpan<byte> file, LatentCodec codec, string name)
    {
        if (file.Length < PayloadAt + ChecksumBytes || !file.StartsWith(Magic[..3]))
        {
            throw new CheckpointException($"'{name}' is not a {Extension} file; name one that compress wrote.");
        }

        if (Checksum(file[..^ChecksumBytes]) != BinaryPrimitives.ReadUInt32LittleEndian(file[^ChecksumBytes..]))
        {
            throw new CheckpointException($"'{name}' is damaged: its checksum is wrong; fetch it again.");
        }

        if (file[3] != Magic[3])
        {
            throw new CheckpointException($"'{name}' has version {file[3]}, and this version reads {Magic[3]}; update this program.");
        }

        if (!file.Slice(IdAt, LatentCodec.IdBytes).SequenceEqual(codec.Id))
        {
            throw new CheckpointException($"'{name}' was compressed with other weights or another codec; name the run that made it.");
        }

        int bits = file[Magic.Length];
        try
        {
            return bits is >= 1 and <= LatentCodec.MaxBits
                ? codec.Decode(file[PayloadAt..^ChecksumBytes], bits)
                : throw new FormatException($"it has steps of {bits} bits");
        }
        catch (FormatException error)
        {
            throw new CheckpointException($"'{name}' is damaged: {error.Message}; compress the picture again.", error);
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
