using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Uses.Compression;

/// <summary>The codec of a model, for pictures in memory.</summary>
internal sealed class OpenCodec
{
    private readonly LatentRun _run;
    private readonly LatentCodec _codec;

    /// <summary>Reads the codec that lies beside a model.</summary>
    /// <exception cref="CheckpointException">There is none, it is damaged, or it belongs to other weights than the model's.</exception>
    internal OpenCodec(LatentRun run) => (_run, _codec) = (run, LatentCodec.Open(run));

    /// <summary>The file of a picture, what it decompresses to, and the PSNR of that in dB.</summary>
    /// <param name="picture">As the model sees it.</param>
    /// <param name="bits">1 to <see cref="Compressor.MaxBits"/>.</param>
    internal (byte[] File, Picture Output, double Psnr) Compress(Picture picture, int bits) =>
        Compressor.Encode(_run, _codec, picture, _run.Encode(picture.Pixels), QuantiserStep.Of(bits));

    /// <summary>The picture of a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="CheckpointException">It is damaged, of another version, or was made with another model.</exception>
    internal Picture Decompress(ReadOnlySpan<byte> file, string name) => _run.DecodePicture(IaeFile.Read(file, _codec, name));
}
