namespace ILGpuAutoencoders.Data.Sets;

/// <summary>Makes the pixels of one picture, by decoding or drawing; it is called from several threads.</summary>
/// <param name="index">The picture, from 0.</param>
/// <param name="pixels">Receives the bytes of a picture.</param>
/// <returns>Why there are none; null if they were made.</returns>
internal delegate string? PixelMaker(int index, Span<byte> pixels);
