using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Training;

/// <summary>
/// The batches of training and of validation. Each enumeration is started before it is asked for, so that after the first epoch the device
/// waits for none.
/// </summary>
internal sealed class EpochBatches : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly BatchSource _train;
    private readonly BatchSource? _val;
    private TimeSpan _waited;

    internal EpochBatches(TrainingOptions options, PixelSet train, PixelSet val, StepShare share)
    {
        var batches = new BatchOptions
        {
            BatchSize = options.BatchSize,
            Seed = options.Seed,
            Cut = options.ImageSize,
            Corruption = options.Corruption,
            Flip = options.Augment == Augmentation.Flip,
            CropJitter = (float)options.CropJitter,
            Brightness = (float)options.Brightness,
            CutOut = (float)options.CutOut,
            Workers = options.Workers,
        };
        _train = new BatchSource(train, batches with { Share = share.PicturesOf });
        int valBatches = BatchPlan.Count(val.Count, options.ComputedAtOnce);
        _val = valBatches > 0
            ? new BatchSource(val, batches with { BatchSize = options.ComputedAtOnce, SequentialShare = share.OfEvaluation(valBatches) })
            : null;
    }

    /// <summary>Training batches per epoch.</summary>
    internal int Count => _train.BatchCount;

    /// <summary>The pictures of train, in their order.</summary>
    internal BatchSource TrainInOrder => _train;

    /// <summary>This rank's batches of val, or null if there are no pictures in val.</summary>
    internal BatchSource? Val => _val;

    /// <summary>The training batches of an epoch. Validation is started beside the last one.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="first">The first batch.</param>
    internal IEnumerable<Batch> Train(int epoch, int first)
    {
        foreach (var batch in _train.Epoch(epoch, first, CancellationToken.None))
        {
            if (batch.Number + 1 == Count)
            {
                _val?.Prepare(null, _ending.Token);
            }

            yield return batch;
        }
    }

    /// <summary>Starts preparing an epoch that will follow.</summary>
    internal void Prepare(int epoch) => _train.Prepare(epoch, _ending.Token);

    /// <summary>Seconds that were spent waiting for batches since the last call.</summary>
    internal double TakeWaited()
    {
        var all = _train.Waited + (_val?.Waited ?? TimeSpan.Zero);
        double seconds = (all - _waited).TotalSeconds;
        _waited = all;
        return seconds;
    }

    /// <summary>Ends what was started and not asked for.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }
}
