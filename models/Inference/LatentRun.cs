using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>
/// A trained model as two functions, of pictures and of latent vectors. What comes out for a picture has the same bits whatever is asked
/// before and after it: it takes one at a time, or batches that are always full.
/// </summary>
internal sealed class LatentRun : IDisposable
{
    private readonly ComputeDevice? _owned;
    private readonly CapturedPass _encode;
    private readonly CapturedPass _decode;
    private readonly float[] _input;
    private readonly bool _followLinks;
    private readonly FullBatches _encodeMany, _decodeMany;

    private LatentRun(TrainedRun run, ComputeDevice? owned, bool followLinks = false)
    {
        _owned = owned;
        _followLinks = followLinks;
        Run = run;
        var model = run.Model.AsLatentModel();
        var device = run.Model.Arena.Device;
        var picture = run.Model.PicturesShape(1);
        Latent = model.Latent;
        _encode = new CapturedPass(device, picture, x => model.Encode(x, ForwardPass.Inference));
        _decode = new CapturedPass(device, [1, Latent], z => model.Decode(z, ForwardPass.Inference));
        _input = new float[picture.Count];
        _encodeMany = new FullBatches(run.Model, run.Model.PicturesShape, Latent, x => model.Encode(x, ForwardPass.Inference));
        _decodeMany = new FullBatches(
            run.Model, count => [count, Latent], picture.Count, z => model.Decode(z, ForwardPass.Inference));
    }

    /// <summary>The run.</summary>
    internal TrainedRun Run { get; }

    /// <summary>Size and channels of the pictures.</summary>
    internal PictureShape Shape => Run.Model.Options.Picture;

    /// <summary>Length of a latent vector.</summary>
    internal int Latent { get; }

    /// <summary>The most pictures or latent vectors that are computed at once.</summary>
    internal int BatchSize => _encodeMany.Size;

    /// <summary>What decides the last bits of all it computes.</summary>
    internal string Arithmetic => Run.Model.Arena.Device.Arithmetic;

    /// <summary>Values of a picture: height x width x channels.</summary>
    internal int ImageLength => _input.Length;

    /// <summary>Pictures that did not decode when they were read, with the reason.</summary>
    internal List<string> Bad { get; } = [];

    /// <summary>Opens a run on the device that options name.</summary>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="ConfigurationException">Its family has no latent vectors.</exception>
    internal static LatentRun Open(string path, ComputeOptions options, ITaskObserver? observer)
    {
        var device = ObservedDevice.Open(options, observer);
        try
        {
            return new LatentRun(
                TrainedRun.Open(path, device, options), device, followLinks: options is PictureOptions { FollowLinks: true });
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>A run that is open, which it owns from now on.</summary>
    /// <exception cref="ConfigurationException">Its family has no latent vectors; the run stays the caller's then.</exception>
    internal static LatentRun Of(TrainedRun run) => new(run, owned: null);

    /// <summary>Opens a run on a device that is open and stays open.</summary>
    internal static LatentRun On(ComputeDevice device, string path) => new(TrainedRun.Open(path, device), owned: null);

    /// <summary>The latent vector of a picture.</summary>
    /// <param name="pixels">height x width x channels bytes.</param>
    /// <exception cref="CheckpointException">It is none of numbers.</exception>
    internal float[] Encode(ReadOnlySpan<byte> pixels)
    {
        PixelValues.ToUnit(pixels, _input);
        float[] latent = new float[Latent];
        _encode.Run(_input, latent);
        return Finite(latent, "the latent vector of a picture");
    }

    /// <summary>The latent vectors of pictures.</summary>
    /// <param name="pictures">1 to <see cref="BatchSize"/> pictures of size x size.</param>
    /// <exception cref="CheckpointException">One is none of numbers.</exception>
    internal float[][] Encode(IReadOnlyList<Picture> pictures)
    {
        for (int i = 0; i < pictures.Count; i++)
        {
            PixelValues.ToUnit(pictures[i].Pixels, _encodeMany.Input(i));
        }

        _encodeMany.Run(pictures.Count);
        return [.. Enumerable.Range(0, pictures.Count).Select(
            i => Finite(_encodeMany.Output(i).ToArray(), "the latent vector of a picture"))];
    }

    /// <summary>The latent vectors of any number of pictures.</summary>
    /// <inheritdoc cref="Encode(IReadOnlyList{Picture})"/>
    internal IEnumerable<float[]> EncodeMany(Picture[] pictures) => pictures.Chunk(BatchSize).SelectMany(Encode);

    /// <summary>The pictures of latent vectors.</summary>
    /// <param name="latents">1 to <see cref="BatchSize"/> vectors.</param>
    /// <returns>height x width x channels values each, in [0, 1].</returns>
    internal float[][] Decode(IReadOnlyList<float[]> latents)
    {
        for (int i = 0; i < latents.Count; i++)
        {
            latents[i].CopyTo(_decodeMany.Input(i));
        }

        _decodeMany.Run(latents.Count);
        return [.. Enumerable.Range(0, latents.Count).Select(
            i => Finite(_decodeMany.Output(i).ToArray(), "the picture of a latent vector"))];
    }

    /// <summary>The picture of a latent vector.</summary>
    /// <returns>height x width x channels values, in [0, 1].</returns>
    internal float[] Decode(ReadOnlySpan<float> latent)
    {
        float[] output = new float[ImageLength];
        _decode.Run(latent, output);
        return Finite(output, "the picture of a latent vector");
    }

    /// <summary>The picture of a latent vector, in 8 bit.</summary>
    internal Picture DecodePicture(ReadOnlySpan<float> latent) => PixelValues.ToPicture(Shape.Width, Shape.Height, Decode(latent));

    /// <summary>Checks vectors that others made.</summary>
    /// <exception cref="ArgumentException">A vector has another length, or numbers that are not finite.</exception>
    internal void RequireLatents(IReadOnlyList<float[]> latents, string name)
    {
        if (latents.FirstOrDefault(latent => latent.Length != Latent || !latent.All(float.IsFinite)) is { } bad)
        {
            throw new ArgumentException(
                $"A latent vector of {bad.Length} numbers was given; the model's are of {Latent}, all finite.", name);
        }
    }

    /// <summary>
    /// Reads the pictures that arguments stand for, as the model takes them; the observer is told of those that cannot be used.
    /// </summary>
    /// <exception cref="DataSetException">There is no picture, or none decodes.</exception>
    internal IEnumerable<(string File, Picture Picture)> Read(
        IEnumerable<string> inputs, ITaskObserver? observer, CancellationToken cancellation) =>
        Read(InputPictures.Expand(inputs, _followLinks, observer, cancellation), isPart: false, observer, cancellation);

    /// <summary>Reads files likewise.</summary>
    /// <param name="files">The files.</param>
    /// <param name="isPart">Whether there are more of them elsewhere, so that none of these need be usable.</param>
    /// <param name="observer">Is told of those that cannot be used; null for none.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="DataSetException">None decodes.</exception>
    internal IEnumerable<(string File, Picture Picture)> Read(
        IReadOnlyList<string> files, bool isPart, ITaskObserver? observer, CancellationToken cancellation) =>
        InputPictures.ReadAll(files, Run, isPart, Bad, observer, cancellation)
            .Select(read => (files[read.Index], read.Picture));

    // Weights may be finite and yet so large that what they compute is not.
    private float[] Finite(float[] values, string what) => values.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)
        ? throw new CheckpointException(
            $"Checkpoint: with the weights of {Run.Checkpoint} {what} holds NaN or infinity; use a model that was trained.")
        : values;

    public void Dispose()
    {
        _encode.Dispose();
        _decode.Dispose();
        _encodeMany.Dispose();
        _decodeMany.Dispose();
        Run.Dispose();
        _owned?.Dispose();
    }
}
