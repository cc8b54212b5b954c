using System.Collections.Concurrent;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Uses.Anomaly;
using ILGpuAutoencoders.Models.Uses.Compression;
using ILGpuAutoencoders.Models.Uses.Denoising;
using ILGpuAutoencoders.Models.Uses.Serving;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// A trained run held open for pictures in memory: what <c>serve</c> answers with, and a web service of your own can. It may be called
/// from any thread; batches take turns. Results have the bits of the commands, whatever is asked before and after. It writes nothing.
/// </summary>
public sealed partial class PictureService : IDisposable
{
    private readonly Lock _turn = new();
    private readonly ComputeDevice _device;
    private readonly TrainedRun _run;
    private readonly LatentRun? _latents;
    private readonly FullBatches _reconstructions;
    private readonly PictureDenoiser _denoiser;
    private readonly AnomalyCalibration? _calibration;
    private readonly OpenCodec? _codec;
    private readonly ConcurrentDictionary<PictureTask, string> _missing = [];
    private volatile LatentGallery? _gallery;

    private PictureService(ComputeDevice device, TrainedRun run)
    {
        (_device, _run) = (device, run);
        var model = run.Model;
        _reconstructions = new FullBatches(
            model, model.PicturesShape, model.PicturesShape(1).Count, pictures => model.Forward(pictures, ForwardPass.Inference));
        _denoiser = new PictureDenoiser(model);
        if (run.Options.Corruption.IsNone)
        {
            _missing[PictureTask.Denoise] = "The model was trained on clean pictures; train one with --noise, or a unet.";
        }

        _latents = Try(() => LatentRun.Of(run), PictureTask.Embed, PictureTask.Score, PictureTask.Compress, PictureTask.Explore);
        if (_latents is not null)
        {
            _calibration = Try(() => AnomalyCalibration.Read(run), PictureTask.Score);
            _codec = Try(() => new OpenCodec(_latents), PictureTask.Compress);
            _missing[PictureTask.Explore] = "The pictures that the run was trained on are being prepared; ask again in a moment.";
        }
    }

    /// <summary>The family of the model.</summary>
    public string Family => _run.Options.Model;

    /// <summary>Size of the model's pictures in pixels.</summary>
    public ImageSize ImageSize => _run.Frame.Shape.Size;

    /// <summary>Values of their pixels: 3 for RGB, 1 for grey.</summary>
    public int Channels => _run.Frame.Shape.Channels;

    /// <summary>Length of a latent vector; null for a family without.</summary>
    public int? Latent => _latents?.Latent;

    /// <summary>The noise that the model was trained to remove; null for none.</summary>
    public Corruption? Noise => _run.Options.Corruption.IsNone ? null : _run.Options.Corruption;

    /// <summary>The axes of the latent space; null before <see cref="Prepare"/>, and where there are none.</summary>
    public LatentAxes? Axes => _gallery?.Axes;

    /// <summary>Opens a trained run.</summary>
    /// <param name="run">A run folder or a checkpoint file.</param>
    /// <param name="compute">What to compute on, and as <see cref="PictureOptions"/> the fit; null for the best device.</param>
    /// <param name="observer">Is told of the device; null for none.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    /// <exception cref="DeviceException">The device is missing or fails.</exception>
    public static PictureService Open(string run, ComputeOptions? compute = null, ITaskObserver? observer = null)
    {
        compute ??= new ComputeOptions();
        var device = ObservedDevice.Open(compute, observer);
        try
        {
            return new PictureService(device, TrainedRun.Open(run, device, compute));
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>Why a task is impossible, as a sentence with the remedy; null if it is possible.</summary>
    /// <param name="task">The task.</param>
    public string? Missing(PictureTask task) => _missing.GetValueOrDefault(task);

    /// <summary>
    /// Loads up to 512 of the pictures that the run was trained on, for <see cref="Axes"/> and <see cref="Nearest"/>; where there are
    /// none, <see cref="Missing"/> says why.
    /// </summary>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public void Prepare(CancellationToken cancellation = default)
    {
        if (_latents is null)
        {
            return;
        }

        try
        {
            var warnings = new FirstWarning();
            var train = _run.KnowsPictures ? Evaluator.OwnTrain(_run, warnings, cancellation) : null;
            if (train is not { Count: > 1 })
            {
                _missing[PictureTask.Explore] = warnings.Text
                    ?? "The run does not say which pictures it was trained on; serve the run that training made.";
                return;
            }

            _gallery = LatentGallery.Of(_latents, train, pictures => Embed(pictures, cancellation), cancellation);
            _missing.TryRemove(PictureTask.Explore, out _);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever it is, all other tasks go on.
            _missing[PictureTask.Explore] = error.Message;
        }
    }

    /// <summary>A picture as a task takes it: cropped, resized and fitted as those of training were.</summary>
    /// <param name="picture">Of any size.</param>
    /// <param name="task">The task; denoising by a model that takes any size leaves it as it is.</param>
    public Picture Fit(Picture picture, PictureTask task) =>
        KeepsSize(task) ? PictureDenoiser.Coloured(picture, _run.Model) : _run.Frame.Apply(picture);

    /// <summary>The reconstructions of pictures.</summary>
    /// <param name="pictures">What <see cref="Fit"/> returned, as for all tasks.</param>
    /// <param name="cancellation">Stops the work between batches.</param>
    public IReadOnlyList<PictureReconstruction> Reconstruct(IReadOnlyList<Picture> pictures, CancellationToken cancellation = default)
    {
        var metrics = new ImageMetrics(_run.Frame.Shape);
        return InBatches<PictureReconstruction>(pictures, _reconstructions.Size, batch =>
        {
            for (int i = 0; i < batch.Count; i++)
            {
                PixelValues.ToUnit(batch[i].Pixels, _reconstructions.Input(i));
            }

            _reconstructions.Run(batch.Count);
            return [.. batch.Select((picture, i) =>
            {
                var score = metrics.Add(_reconstructions.Output(i), _reconstructions.Input(i));
                var output = PixelValues.ToPicture(ImageSize.Width, ImageSize.Height, _reconstructions.Output(i));
                return new PictureReconstruction(picture, output, score.Mse, score.Psnr, score.Ssim);
            })];
        }, cancellation);
    }

    /// <summary>Pictures without their noise: at their own size from a model that takes any, else at the model's.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="addNoise">The pictures are clean, and noise of this strength is added first; null for noisy pictures.</param>
    /// <param name="seed">Decides the added noise.</param>
    /// <param name="cancellation">Stops the work between tiles.</param>
    /// <exception cref="ConfigurationException">The strength is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The task is missing.</exception>
    public IReadOnlyList<PictureDenoising> Denoise(
        IReadOnlyList<Picture> pictures, float? addNoise = null, ulong seed = 0, CancellationToken cancellation = default)
    {
        Require(PictureTask.Denoise);
        var options = new DenoiseOptions { Run = "", Inputs = [], Out = "", AddNoise = addNoise, Seed = seed };
        DenoiseOptions.Table.Validate(options);
        var kind = Denoiser.KindOf(_run, options);
        return [.. pictures.Select((picture, index) =>
        {
            var values = PictureValues.Of(
                KeepsSize(PictureTask.Denoise) ? PictureDenoiser.Coloured(picture, _run.Model) : Fitted(picture));
            var noisy = addNoise is { } strength ? values.Corrupted(new Corruption(kind, strength), seed, (uint)index) : values;
            var output = InTurn(() => _denoiser.Denoise(noisy, cancellation), cancellation);
            DenoiseScore? Score(PictureValues result)
            {
                var score = addNoise is null ? default : new ImageMetrics(values.Shape).Add(result.Values, values.Values);
                return addNoise is null ? null : new DenoiseScore(score.Psnr, score.Ssim);
            }

            return new PictureDenoising(noisy.ToPicture(), output.ToPicture(), Score(noisy), Score(output));
        })];
    }

    /// <summary>The latent vectors of pictures.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="cancellation">Stops the work between batches.</param>
    /// <exception cref="InvalidOperationException">The task is missing.</exception>
    public IReadOnlyList<float[]> Embed(IReadOnlyList<Picture> pictures, CancellationToken cancellation = default)
    {
        Require(PictureTask.Embed);
        return InBatches(pictures, _latents!.BatchSize, _latents.Encode, cancellation);
    }

    /// <summary>The pictures of latent vectors.</summary>
    /// <param name="latents">Vectors of <see cref="Latent"/> numbers.</param>
    /// <param name="cancellation">Stops the work between batches.</param>
    /// <exception cref="ArgumentException">A vector has another length, or numbers that are not finite.</exception>
    /// <exception cref="InvalidOperationException">The task is missing.</exception>
    public IReadOnlyList<Picture> Decode(IReadOnlyList<float[]> latents, CancellationToken cancellation = default)
    {
        Require(PictureTask.Embed);
        _latents!.RequireLatents(latents, nameof(latents));
        return [.. latents.Chunk(_latents.BatchSize).SelectMany(batch => InTurn(() => _latents.Decode(batch), cancellation))
            .Select(values => PixelValues.ToPicture(ImageSize.Width, ImageSize.Height, values))];
    }

    /// <summary>The anomaly scores of pictures.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="cancellation">Stops the work between batches.</param>
    /// <exception cref="InvalidOperationException">The task is missing.</exception>
    public IReadOnlyList<PictureVerdict> Score(IReadOnlyList<Picture> pictures, CancellationToken cancellation = default)
    {
        Require(PictureTask.Score);
        var (run, calibration) = (_latents!, _calibration!);
        var scorer = new AnomalyScorer(run, calibration.Reference);
        return InBatches<PictureVerdict>(pictures, run.BatchSize, batch => [.. batch.Zip(scorer.Score(batch)).Select(each =>
        {
            var (picture, (measured, output)) = each;
            var scored = AnomalyDetector.Judge(measured, calibration, "a picture", null);
            var map = ErrorMap.Over(picture, ErrorMap.Of(picture, output), calibration.ErrorScale);
            return new PictureVerdict(
                calibration.Score, scored.Score, calibration.Threshold, scored.Normalised, scored.IsAnomaly, scored.Scores, map);
        })], cancellation);
    }

    /// <summary>Pictures as .iae files.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="bits">How fine latent numbers are kept, 1 to <see cref="Compressor.MaxBits"/>.</param>
    /// <param name="cancellation">Stops the work between pictures.</param>
    /// <exception cref="InvalidOperationException">The task is missing.</exception>
    public IReadOnlyList<PictureFile> Compress(
        IReadOnlyList<Picture> pictures, int bits = Compressor.DefaultBits, CancellationToken cancellation = default)
    {
        Require(PictureTask.Compress);
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, Compressor.MaxBits);
        return InBatches<PictureFile>(pictures, 1, batch =>
        {
            var (file, output, psnr) = _codec!.Compress(batch[0], bits);
            return [new PictureFile(file, output, Compressor.BitsPerPixel(_latents!, file.Length), psnr)];
        }, cancellation);
    }

    /// <summary>The picture of an .iae file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="cancellation">Stops the work before it begins.</param>
    /// <exception cref="CheckpointException">It is damaged, of another version, or was made with another model.</exception>
    /// <exception cref="InvalidOperationException">The task is missing.</exception>
    public Picture Decompress(ReadOnlyMemory<byte> file, CancellationToken cancellation = default)
    {
        Require(PictureTask.Compress);
        return InTurn(() => _codec!.Decompress(file.Span, "The file"), cancellation);
    }

    /// <summary>The pictures that the run was trained on that are nearest to others, compared as <see cref="Neighbours"/> does.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="top">The most for each, 1 or more.</param>
    /// <param name="cancellation">Stops the work between batches.</param>
    /// <returns>For each picture its neighbours, nearest first.</returns>
    /// <exception cref="InvalidOperationException">The task is missing.</exception>
    public IReadOnlyList<IReadOnlyList<PictureNeighbour>> Nearest(
        IReadOnlyList<Picture> pictures, int top = 5, CancellationToken cancellation = default)
    {
        Require(PictureTask.Explore);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var gallery = _gallery!;
        return [.. Embed(pictures, cancellation).Select(latent => gallery.Nearest(latent, top))];
    }

    /// <summary>Waits for the batch that is being computed, and gives the memory back.</summary>
    public void Dispose()
    {
        lock (_turn)
        {
            _reconstructions.Dispose();
            if (_latents is not null)
            {
                _latents.Dispose();
            }
            else
            {
                _run.Dispose();
            }

            _device.Dispose();
        }

        _queue.Dispose();
    }

    private bool KeepsSize(PictureTask task) => task == PictureTask.Denoise && _run.Model.SideMultiple is not null;

    private T InTurn<T>(Func<T> compute, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_turn)
        {
            return compute();
        }
    }

    private T[] InBatches<T>(
        IReadOnlyList<Picture> pictures, int size, Func<IReadOnlyList<Picture>, IEnumerable<T>> compute, CancellationToken cancellation) =>
        [.. pictures.Select(Fitted).Chunk(size).SelectMany(batch => InTurn<T[]>(() => [.. compute(batch)], cancellation))];

    private Picture Fitted(Picture picture) => picture.Shape == _run.Frame.Shape
        ? picture
        : throw new ArgumentException($"PictureService: a picture is {picture.Shape}; pass what Fit returns.");

    private void Require(PictureTask task)
    {
        if (Missing(task) is { } reason)
        {
            throw new InvalidOperationException(reason);
        }
    }

    private T? Try<T>(Func<T> open, params PictureTask[] tasks)
        where T : class
    {
        try
        {
            return open();
        }
        catch (Exception error) when (error is CheckpointException or ConfigurationException)
        {
            foreach (var task in tasks)
            {
                _missing[task] = error.Message;
            }

            return null;
        }
    }

    private sealed class FirstWarning : ITaskObserver
    {
        internal string? Text { get; private set; }

        public void Warned(string message) => Text ??= message;
    }
}
