using System.Diagnostics;
using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Evaluation;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.Networks;
using ILGpuAutoencoders.Models.Options;
using ILGpuAutoencoders.Models.Runs;
using ILGpuAutoencoders.Models.TensorBoard;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>Epochs of steps, validation, checkpoints and logs, from a state on until an end.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly RunFolder _run;
    private readonly RunLog _log;
    private readonly ITrainingObserver _observer;
    private readonly Autoencoder _model;
    private readonly Optimizer _optimizer;
    private readonly WeightAverage? _average;
    private readonly TrainingObjective _objective;
    private readonly LossTotal _total;
    private readonly DivergenceWatch _watch;
    private readonly LearningRateSchedule _schedule;
    private readonly TrainingStepRunner _steps;
    private readonly InferenceRunner _inference;
    private readonly LatentStatistics? _latents;
    private readonly string _fingerprint;
    private readonly EpochBatches _batches;
    private readonly SampleGrid _samples;
    private readonly TrainingBoard? _board;
    private readonly TrainingClock _clock;
    private readonly Stopwatch _sinceSave = Stopwatch.StartNew();
    private TrainingState _state;
    private double _rate;

    internal TrainingLoop(Resumption from, RunFolder run, RunLog log, ITrainingObserver observer, Autoencoder model, PixelSet train, PixelSet val, string fingerprint)
    {
        (_options, _state, _run, _log, _observer, _model, _fingerprint) = (from.Options, from.State, run, log, observer, model, fingerprint);
        var device = model.Arena.Device;
        _batches = new EpochBatches(_options, train, val);
        _samples = new SampleGrid(val.Count > 0 ? val : train.Centre(_options.ImageSize), _options.Corruption, _options.Seed);
        _board = _options.TensorBoard ? new TrainingBoard(run, _state.Step) : null;
        _optimizer = ModelBuilder.OptimizerOf(_options, model.Arena);
        _average = _options.Ema is { } decay ? new WeightAverage(model.Arena, decay) : null;
        _objective = ModelBuilder.ObjectiveOf(_options, model, _batches.Count);
        _total = new LossTotal(device);
        _watch = new DivergenceWatch(model.Arena, _total, readsAreFree: device is SimdDevice);
        _schedule = new LearningRateSchedule(_options, _batches.Count, StepsInAll);
        _steps = new TrainingStepRunner(model, _optimizer, _average, _objective, _total, _options.Seed, !_options.Corruption.IsNone);
        _inference = new InferenceRunner(model);
        _latents = LatentStatistics.Of(model);
        _clock = new TrainingClock(_state.History.Select(epoch => epoch.Seconds).LastOrDefault(double.IsFinite));
        if (from.Checkpoint is { } checkpoint)
        {
            string source = run.PathOf(RunFile.State);
            model.Load(checkpoint, source);
            _optimizer.LoadFrom(checkpoint, source);
            _average?.LoadFrom(checkpoint, source);
            _total.Reset(_state.EpochLoss);
        }
    }

    /// <summary>Steps of the whole training.</summary>
    private int StepsInAll => (int)Math.Min(_options.MaxSteps ?? int.MaxValue, (long)_batches.Count * _options.Epochs);

    /// <summary>Trains to the end, or until cancelled: then after the running step.</summary>
    /// <exception cref="DivergedException">The loss is no number any more.</exception>
    internal TrainResult Run(CancellationToken cancellation)
    {
        string? end;
        while ((end = _state.EndOf(_options)) is null)
        {
            if (cancellation.IsCancellationRequested && _state.Batch == 0 && _state.Step > 0)
            {
                end = "interrupt";
                break;
            }

            TrainEpoch(cancellation);
            if (_state.Batch < _batches.Count && _state.Step < StepsInAll)
            {
                Save();
                end = "interrupt";
                break;
            }

            EndEpoch();
        }

        _average?.Swap();
        int? activeUnits = _latents?.Measure(_batches.Measured, CancellationToken.None).ActiveUnits;
        _average?.Swap();
        return Finish(_run, _log, _state, end, _clock.AllRate) with { ActiveUnits = activeUnits };
    }

    /// <summary>Draws the curves and says what the training came to.</summary>
    internal static TrainResult Finish(RunFolder run, RunLog log, TrainingState state, string stoppedBy, double imagesPerSecond)
    {
        if (state.Epoch > 0)
        {
            TrainingCharts.Save(state.History, run.PathOf(RunFile.Curves));
        }

        log.Event("stop", new { state.Step, stoppedBy });
        return new TrainResult(run.Path, state.Epoch, state.Best?.Epoch ?? 0, state.Best?.ValLoss, imagesPerSecond, stoppedBy);
    }

    public void Dispose()
    {
        _board?.Dispose();
        _latents?.Dispose();
        _inference.Dispose();
        _batches.Dispose();
        _steps.Dispose();
        _total.Dispose();
        _objective.Dispose();
        _average?.Dispose();
        _optimizer.Dispose();
    }

    private void TrainEpoch(CancellationToken cancellation)
    {
        _clock.BeginEpoch();
        foreach (var batch in _batches.Train(_state.Epoch, _state.Batch))
        {
            int step = _state.Step + 1;
            _rate = _schedule.Of(_state);
            _steps.Step(step, _rate, batch.Input, batch.Target, batch.Count);
            if (_clock.Count(batch.Count))
            {
                _model.Arena.Device.Synchronize();
                _log.Event("first-step", new { step, SecondsSinceProcessStart = TrainingClock.SecondsOfProcess });
            }

            _state = _state with { Step = step, Batch = batch.Number + 1, EpochImages = _state.EpochImages + batch.Count };
            ThrowIf(_watch.Look());
            _board?.Step(step, _watch.Latest);
            if (_sinceSave.Elapsed.TotalMinutes >= _options.SaveEvery && _state.Batch < _batches.Count)
            {
                TakeTotal();
                Save();
            }

            _observer.Stepped(new TrainingStep(
                _state.Epoch + 1, _options.Epochs, _state.Batch, _batches.Count, step, _watch.Latest, _clock.EpochRate, _clock.Remaining(step, StepsInAll - step)));
            if (step >= StepsInAll || cancellation.IsCancellationRequested)
            {
                break;
            }
        }

        TakeTotal();
        _clock.EndEpoch();
    }

    /// <summary>Brings the losses into the state, after a look at everything that a save would hold.</summary>
    private void TakeTotal()
    {
        ThrowIf(_watch.LookAtAll());
        _state = _state with { EpochLoss = _watch.Total };
    }

    private void EndEpoch()
    {
        if (_state.Epoch + 1 < _options.Epochs && _state.Step < StepsInAll)
        {
            _batches.Prepare(_state.Epoch + 1);
        }

        _average?.Swap();
        var metrics = Validate();
        var samples = _samples.Compose(_inference.Run);
        _average?.Swap();
        byte[] png = PixelCodec.EncodePng(samples);
        _run.Write(Path.Combine(RunFile.Images, string.Create(CultureInfo.InvariantCulture, $"epoch-{metrics.Epoch:000}.png")), png);
        // Before the state: what it does not know of is dropped when training goes on, and comes again.
        _board?.Epoch(metrics, samples, png);
        _state = new TrainingState(0, _state.Step, 0, 0, [.. _state.History, metrics]);
        _total.Reset();
        Save();
        _log.Metrics(metrics);
        _log.Event("epoch", metrics);
        _log.Event("data", new { metrics.Epoch, WaitedSeconds = _batches.TakeWaited() });
        _observer.EpochEnded(metrics, _state.IsBest);
    }

    private EpochMetrics Validate()
    {
        var val = _batches.Val is null ? null : PictureEvaluation.Run(
            _batches.Val, _options.ImageSize, _inference.Run, null, CancellationToken.None, _options.Loss.OfDifference).Output;
        var latents = _batches.Val is null ? null : _latents?.Measure(_batches.Val, CancellationToken.None);
        double? valLoss = val is null ? null : _objective.OfEvaluation(_options.Loss.Of(val.Mean), latents?.Divergence ?? 0);
        ThrowIf(valLoss is { } value && !double.IsFinite(value) ? "the loss on val is not finite" : null);
        return new EpochMetrics(
            _state.Epoch + 1, _state.Step, _state.EpochLoss / _state.EpochImages, valLoss, val?.Mse, val?.Mae, val?.Psnr, val?.Ssim,
            _rate, _clock.Seconds, _clock.EpochRate);
    }

    // The state first, and nothing that it does not say afterwards: a kill may come between any two of these, and resuming
    // makes the others from it. The sample grid of an epoch comes before it, since it cannot be made again.
    private void Save()
    {
        var state = _state.ToCheckpoint(_model, _optimizer, _average, _options, _fingerprint, Metadata());
        state.Write(_run.PathOf(RunFile.State));
        var model = TrainingState.ModelOf(state);
        model.Write(_run.PathOf(RunFile.Last));
        if (_state.IsBest)
        {
            model.Write(_run.PathOf(RunFile.Best));
        }

        _sinceSave.Restart();
    }

    private Dictionary<string, string> Metadata() => new(StringComparer.Ordinal)
    {
        ["crop"] = _options.Crop.ToString(),
        ["epoch"] = _state.Epoch.ToString(CultureInfo.InvariantCulture),
        ["step"] = _state.Step.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Ends a training that diverged; what is saved is from before.</summary>
    private void ThrowIf(string? finding)
    {
        if (finding is null)
        {
            return;
        }

        var error = DivergedException.Of(finding, _state, _run, _options.LearningRate);
        _log.Event("diverged", new { _state.Step, error.Message });
        throw error;
    }
}
