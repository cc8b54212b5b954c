using System.Diagnostics;
using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>Epochs of steps, validation, checkpoints and logs, from a state on until an end.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private static readonly TimeSpan s_readInterval = TimeSpan.FromMilliseconds(500);

    private readonly TrainingOptions _options;
    private readonly RunFolder _run;
    private readonly RunLog _log;
    private readonly ITrainObserver _observer;
    private readonly Autoencoder _model;
    private readonly Optimizer _optimizer;
    private readonly TrainingObjective _objective;
    private readonly LossTotal _total;
    private readonly TrainingStepRunner _steps;
    private readonly InferenceRunner _inference;
    private readonly LatentStatistics? _latents;
    private readonly PixelSet _train;
    private readonly BatchSource _trainBatches;
    private readonly BatchSource? _valBatches;
    private readonly SampleGrid _samples;
    private readonly TrainingClock _clock = new();
    private readonly List<EpochMetrics> _epochs = [];
    private readonly bool _readsAreFree;
    private long _lastRead;
    private float _latestLoss = float.NaN;
    private TrainingState _state = TrainingState.Start;

    internal TrainingLoop(TrainingOptions options, RunFolder run, RunLog log, ITrainObserver observer, Autoencoder model, PixelSet train, PixelSet val)
    {
        (_options, _run, _log, _observer, _model, _train) = (options, run, log, observer, model, train);
        var device = model.Arena.Device;
        var batches = new BatchOptions
        {
            BatchSize = options.BatchSize,
            Seed = options.Seed,
            Corruption = options.Corruption,
            Flip = options.Augment == Augmentation.Flip,
            Workers = options.Workers,
        };
        _trainBatches = new BatchSource(train, batches);
        _valBatches = val.Count > 0 ? new BatchSource(val, batches) : null;
        _samples = new SampleGrid(val.Count > 0 ? val : train, options.Corruption, options.Seed);
        _optimizer = ModelBuilder.OptimizerOf(options, model.Arena);
        _objective = new TrainingObjective(model, options, _trainBatches.BatchCount);
        _total = new LossTotal(device);
        _steps = new TrainingStepRunner(model, _optimizer, _objective, _total, options.Seed, !options.Corruption.IsNone);
        _inference = new InferenceRunner(model);
        _latents = LatentStatistics.Of(model);
        _readsAreFree = device is SimdDevice;
    }

    /// <summary>Steps of the whole training.</summary>
    private int StepsInAll => (int)Math.Min(_options.MaxSteps ?? int.MaxValue, (long)_trainBatches.BatchCount * _options.Epochs);

    /// <summary>Trains to the end, or until cancelled: then after the running step.</summary>
    /// <exception cref="DivergedException">The loss is no number any more.</exception>
    internal TrainResult Run(CancellationToken cancellation)
    {
        string stoppedBy = "epochs";
        while (_state.Epoch < _options.Epochs && _state.Step < StepsInAll)
        {
            TrainEpoch(cancellation);
            if (_state.Batch < _trainBatches.BatchCount && _state.Step < StepsInAll)
            {
                stoppedBy = "interrupt";
                break;
            }

            EndEpoch();
            if (cancellation.IsCancellationRequested && _state.Step < StepsInAll)
            {
                stoppedBy = "interrupt";
                break;
            }
        }

        stoppedBy = stoppedBy == "epochs" && _state.Epoch < _options.Epochs ? "max-steps" : stoppedBy;
        if (stoppedBy == "interrupt")
        {
            Save();
        }

        if (_epochs.Count > 0)
        {
            CurvesPlot.Save(_epochs, _run.PathOf(RunFile.Curves));
        }

        _log.Event("stop", new { _state.Step, stoppedBy });
        return new TrainResult(
            _run.Path, _epochs.Count, _state.BestEpoch, _valBatches is null || _state.BestEpoch == 0 ? null : _state.BestLoss, _clock.AllRate, stoppedBy)
        {
            ActiveUnits = _latents?.Measure(_valBatches ?? _trainBatches, CancellationToken.None).ActiveUnits,
        };
    }

    public void Dispose()
    {
        _latents?.Dispose();
        _inference.Dispose();
        _steps.Dispose();
        _total.Dispose();
        _objective.Dispose();
        _optimizer.Dispose();
    }

    private void TrainEpoch(CancellationToken cancellation)
    {
        _clock.BeginEpoch();
        foreach (var batch in _trainBatches.Epoch(_state.Epoch, _state.Batch, CancellationToken.None))
        {
            int step = _state.Step + 1;
            _steps.Step(step, _options.LearningRate, batch.Input, batch.Target, batch.Count);
            _clock.Count(batch.Count);
            _state = _state with { Step = step, Batch = batch.Number + 1, EpochImages = _state.EpochImages + batch.Count };
            if (_readsAreFree || Stopwatch.GetElapsedTime(_lastRead) > s_readInterval)
            {
                ReadLoss();
            }

            _observer.Stepped(new TrainingStep(
                _state.Epoch + 1, _options.Epochs, _state.Batch, _trainBatches.BatchCount, step, _latestLoss, _clock.EpochRate, _clock.Remaining(step, StepsInAll - step)));
            if (step >= StepsInAll || cancellation.IsCancellationRequested)
            {
                break;
            }
        }

        ReadLoss();
        _clock.EndEpoch();
    }

    private void ReadLoss()
    {
        (float total, _latestLoss) = _total.Read();
        _lastRead = Stopwatch.GetTimestamp();
        _state = _state with { EpochLoss = total };
        if (!float.IsFinite(total))
        {
            throw Diverged("the loss");
        }
    }

    private void EndEpoch()
    {
        int epoch = _state.Epoch + 1;
        var val = _valBatches is null ? null : PictureEvaluation.Run(_valBatches, _options.ImageSize, _inference.Run, null, CancellationToken.None).Output;
        var latents = _valBatches is null ? null : _latents?.Measure(_valBatches, CancellationToken.None);
        double? valLoss = val is null ? null : _objective.OfEvaluation(_options.Loss == LossKind.Mse ? val.Mse : val.Mae, latents);
        if (valLoss is { } value && !double.IsFinite(value))
        {
            throw Diverged("the loss on val");
        }

        var metrics = new EpochMetrics(
            epoch, _state.Step, _state.EpochLoss / _state.EpochImages, valLoss, val?.Mse, val?.Mae, val?.Psnr, val?.Ssim,
            _options.LearningRate, _clock.Seconds, _clock.EpochRate);
        double judged = valLoss ?? metrics.TrainLoss;
        bool isBest = judged < _state.BestLoss;
        _state = new TrainingState(epoch, 0, _state.Step, 0, 0, isBest ? epoch : _state.BestEpoch, isBest ? judged : _state.BestLoss);
        _total.Reset();
        Save();
        if (isBest)
        {
            _model.Save(_run.PathOf(RunFile.Best), Metadata());
        }

        _epochs.Add(metrics);
        _log.Metrics(metrics);
        _log.Event("epoch", metrics);
        PixelCodec.SavePng(_samples.Compose(_inference.Run), Path.Combine(_run.PathOf(RunFile.Images), string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:000}.png")));
        _observer.EpochEnded(metrics, isBest);
    }

    // The state first: whoever finds it can write the model from it.
    private void Save()
    {
        _state.ToCheckpoint(_model, _optimizer, Metadata()).Write(_run.PathOf(RunFile.State));
        _model.Save(_run.PathOf(RunFile.Last), Metadata());
    }

    private Dictionary<string, string> Metadata() => new(StringComparer.Ordinal)
    {
        ["crop"] = _options.Crop.ToString(),
        ["epoch"] = _state.Epoch.ToString(CultureInfo.InvariantCulture),
        ["step"] = _state.Step.ToString(CultureInfo.InvariantCulture),
    };

    private DivergedException Diverged(string what)
    {
        string kept = _state.BestEpoch > 0 ? $"the checkpoint of epoch {_state.Epoch} is kept" : "there is no checkpoint yet";
        var error = new DivergedException(string.Create(
            CultureInfo.InvariantCulture, $"Training diverged: {what} is not finite at step {_state.Step} (epoch {_state.Epoch + 1}) of '{_run.Path}'; {kept}; lower lr ({_options.LearningRate})."));
        _log.Event("diverged", new { _state.Step, error.Message });
        return error;
    }
}
