using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>
/// A compressed picture: the letter I (1 byte), version 2 and the step (1: 0x80 + the step's number), and the coded symbols, which hold
/// the check. Size and latent length are the model's. Version 1 is read by <see cref="FirstFormat"/>.
/// </summary>
internal static class IaeFile
{
    /// <summary>The ending of such files.</summary>
    internal const string Extension = ".iae";

    /// <summary>Bytes before the symbols.</summary>
    internal const int HeaderBytes = 2;

    private const byte Letter = (byte)'I', Version = 0x80, VersionMask = 0xE0;

    /// <summary>The bytes of a file.</summary>
    internal static byte[] Write(QuantiserStep step, ReadOnlySpan<byte> payload) => [Letter, (byte)(Version | step.Number), .. payload];

    /// <summary>The latent vector of a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="codec">The codec of the model.</param>
    /// <param name="name">What errors call it: its path.</param>
    /// <exception cref="CheckpointException">The file is damaged, of another version, or was made with another model.</exception>
    internal static float[] Read(ReadOnlySpan<byte> file, LatentCodec codec, string name)
    {
        try
        {
            if (file.StartsWith(FirstFormat.Magic))
            {
                return FirstFormat.Read(file, codec.Statistics, name);
            }

            if (file.Length < HeaderBytes || file[0] != Letter || file[1] < Version)
            {
                throw new CheckpointException($"'{name}' is not a {Extension} file; name one that compress wrote.");
            }

            int number = file[1] & ~VersionMask;
            return (file[1] & VersionMask) != Version ? throw OtherVersion(name, 2 + ((file[1] & ~Version) >> 5))
                : number >= QuantiserStep.Count ? throw new FormatException($"it has a step of number {number}")
                : codec.Decode(file[HeaderBytes..], new QuantiserStep(number));
        }
        catch (FormatException error)
        {
            throw new CheckpointException(
                $"'{name}' is damaged, or was compressed with other weights or another codec: {error.Message}; fetch it again, or name "
                + "the run that made it.", error);
        }
    }

    /// <summary>The error of a file that this version cannot read.</summary>
    internal static CheckpointException OtherVersion(string name, int version) =>
        new($"'{name}' has version {version}, and this version reads 1 and 2; update this program.");
}
