using System.Buffers.Binary;
using System.Numerics;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>
/// Reads files of version 1: magic IAE and version (4 bytes), bits (1), the codec's id (8), the coded symbols, and CRC-32C of all before
/// it (4, little-endian). Each number had steps of its own, its deviation times 2^(2 - bits), and all shared one table.
/// </summary>
internal static class FirstFormat
{
    private const int MaxBits = 8, IdAt = 5, PayloadAt = IdAt + CodecStatistics.IdBytes, ChecksumBytes = 4;

    /// <summary>What such files begin with, before the version.</summary>
    internal static ReadOnlySpan<byte> Magic => "IAE"u8;

    /// <summary>Whether tables can be made of counts, for every number of bits.</summary>
    internal static bool Takes(long[] counts) =>
        FrequencyTable.Takes(counts) && Enumerable.Range(1, MaxBits).All(bits => FrequencyTable.Takes(Coarser(counts, bits)));

    /// <summary>The latent vector of a file that begins with <see cref="Magic"/>.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="statistics">Of the codec of the model.</param>
    /// <param name="name">What errors call it: its path.</param>
    /// <exception cref="CheckpointException">The file is damaged, or was made with another model.</exception>
    /// <exception cref="FormatException">Its symbols are none.</exception>
    internal static float[] Read(ReadOnlySpan<byte> file, CodecStatistics statistics, string name)
    {
        if (file.Length < PayloadAt + ChecksumBytes
            || Checksum(file[..^ChecksumBytes]) != BinaryPrimitives.ReadUInt32LittleEndian(file[^ChecksumBytes..]))
        {
            throw new CheckpointException($"'{name}' is damaged: its checksum is wrong; fetch it again.");
        }

        if (file[Magic.Length] != 1)
        {
            throw IaeFile.OtherVersion(name, file[Magic.Length]);
        }

        if (!file.Slice(IdAt, CodecStatistics.IdBytes).SequenceEqual(statistics.Id))
        {
            throw new CheckpointException($"'{name}' was compressed with other weights or another codec; name the run that made it.");
        }

        int bits = file[Magic.Length + 1];
        return bits is >= 1 and <= MaxBits
            ? Decode(file[PayloadAt..^ChecksumBytes], bits, statistics)
            : throw new FormatException($"it has steps of {bits} bits");
    }

    private static float[] Decode(ReadOnlySpan<byte> payload, int bits, CodecStatistics statistics)
    {
        var table = new FrequencyTable(Coarser(statistics.Counts, bits));
        var (symbols, end) = RangeCoder.Decode(payload, statistics.Mean.Length, _ => table);
        return end == 0
            ? [.. symbols.Select((symbol, j) =>
                statistics.Mean[j] + (symbol - ReachOf(bits)) * (statistics.Deviation[j] * (4f / (1 << bits))))]
            : throw new FormatException("its symbols do not end where its bytes do");
    }

    /// <summary>Counts of coarser steps, from those of the finest.</summary>
    private static long[] Coarser(long[] counts, int bits)
    {
        int reach = ReachOf(bits), shift = MaxBits - bits, half = shift == 0 ? 0 : 1 << shift - 1;
        long[] coarser = new long[2 * reach + 1];
        for (int i = 0; i < counts.Length; i++)
        {
            coarser[Math.Clamp((i - CodecStatistics.Reach + half >> shift) + reach, 0, 2 * reach)] += counts[i];
        }

        return coarser;
    }

    private static int ReachOf(int bits) => CodecStatistics.Reach >> MaxBits - bits;

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
