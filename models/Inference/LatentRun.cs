using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>
/// A trained model as two functions, of a picture and of a latent vector. They take one at a time: what comes out for a picture
/// then has the same bits whatever is asked before and after it.
/// </summary>
internal sealed class LatentRun : IDisposable
{
    private readonly ComputeDevice? _owned;
    private readonly CapturedPass _encode;
    private readonly CapturedPass _decode;
    private readonly float[] _input;

    private LatentRun(TrainedRun run, ComputeDevice? owned)
    {
        _owned = owned;
        Run = run;
        var model = run.Model.AsLatentModel();
        var device = run.Model.Arena.Device;
        var picture = run.Model.PicturesShape(1);
        Latent = model.Latent;
        _encode = new CapturedPass(device, picture, x => model.Encode(x, ForwardPass.Inference));
        _decode = new CapturedPass(device, [1, Latent], z => model.Decode(z, ForwardPass.Inference));
        _input = new float[picture.Count];
    }

    /// <summary>The run.</summary>
    internal TrainedRun Run { get; }

    /// <summary>Side of the pictures in pixels.</summary>
    internal int Size => Run.Model.Options.ImageSize;

    /// <summary>Length of a latent vector.</summary>
    internal int Latent { get; }

    /// <summary>Values of a picture: size x size x 3.</summary>
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
            return new LatentRun(TrainedRun.Open(path, device), device);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>Opens a run on a device that is open and stays open.</summary>
    internal static LatentRun On(ComputeDevice device, string path) => new(TrainedRun.Open(path, device), owned: null);

    /// <summary>The latent vector of a picture.</summary>
    /// <param name="pixels">size x size x 3 bytes.</param>
    /// <exception cref="CheckpointException">It is none of numbers.</exception>
    internal float[] Encode(ReadOnlySpan<byte> pixels)
    {
        PixelValues.ToUnit(pixels, _input);
        float[] latent = new float[Latent];
        _encode.Run(_input, latent);
        return Finite(latent, "the latent vector of a picture");
    }

    /// <summary>The picture of a latent vector.</summary>
    /// <returns>size x size x 3 values, in [0, 1].</returns>
    internal float[] Decode(ReadOnlySpan<float> latent)
    {
        float[] output = new float[ImageLength];
        _decode.Run(latent, output);
        return Finite(output, "the picture of a latent vector");
    }

    /// <summary>The picture of a latent vector, in 8 bit.</summary>
    internal Picture DecodePicture(ReadOnlySpan<float> latent) => PixelValues.ToPicture(Size, Size, Decode(latent));

    /// <summary>
    /// Reads the pictures that arguments stand for, as the model takes them; the observer is told of those that cannot be used.
    /// </summary>
    /// <exception cref="DataSetException">There is no picture, or none decodes.</exception>
    internal IEnumerable<(string File, Picture Picture)> Read(
        IEnumerable<string> inputs, ITaskObserver? observer, CancellationToken cancellation)
    {
        var files = InputPictures.Expand(inputs, observer, cancellation);
        int bad = 0;
        for (int i = 0; i < files.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (picture, problem) = InputPictures.Read(files[i], Run.Options, Size);
            if (picture is not null)
            {
                yield return (files[i], picture);
            }
            else
            {
                bad++;
                Bad.Add($"{files[i]}: {problem}");
                observer?.Warned($"'{files[i]}' cannot be used and is skipped ({problem}).");
            }

            observer?.Loading(i + 1, files.Count);
        }

        if (bad == files.Count)
        {
            throw InputPictures.NoneUsable(files.Count, Bad[^bad..]);
        }

        InputPictures.TellSkipped(bad, files.Count, observer);
    }

    // Weights may be finite and yet so large that what they compute is not.
    private float[] Finite(float[] values, string what) => values.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)
        ? throw new CheckpointException(
            $"Checkpoint: with the weights of {Run.Checkpoint} {what} holds NaN or infinity; use a model that was trained.")
        : values;

    public void Dispose()
    {
        _encode.Dispose();
        _decode.Dispose();
        Run.Dispose();
        _owned?.Dispose();
    }
}
