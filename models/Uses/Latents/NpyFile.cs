using System.Buffers.Binary;
using System.Text;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Uses.Latents;

/// <summary>NumPy's .npy, version 1.0: magic, version, header length, a Python dictionary padded to 64 bytes, the values.</summary>
/// <remarks>numpy.lib.format of NumPy: the header ends in a line feed, and the values begin at a multiple of 64.</remarks>
internal static class NpyFile
{
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes a matrix of little-endian float32, row after row.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="values">rows x columns values.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    internal static void Write(Stream stream, SpoolFile values, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, (long)rows * columns * sizeof(float));
        string dictionary = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}";
        int begin = Magic.Length + sizeof(ushort), end = (begin + dictionary.Length + Alignment) / Alignment * Alignment;
        Span<byte> header = new byte[end];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[Magic.Length..], (ushort)(end - begin));
        Encoding.ASCII.GetBytes(dictionary.PadRight(end - begin - 1) + "\n", header[begin..]);
        stream.Write(header);
        values.Read(columns * sizeof(float), stream.Write);
    }
}
