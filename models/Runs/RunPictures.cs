using System.Security.Cryptography;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Runs;

/// <summary>The pictures of a run; each part is loaded once, when it is asked for or ahead of that.</summary>
internal sealed class RunPictures
{
    private readonly Dataset _data;
    private readonly PictureFrame _frame;
    private readonly ImageSize _size;
    private readonly Dictionary<DatasetSplit, PixelSet> _parts = [], _centres = [];

    private (DatasetSplit Split, Task<PixelSet> Task)? _ahead;
    private bool _isTold;

    private RunPictures(Dataset data, TrainingOptions options) => (_data, _frame, _size) = (data, options.Whole, options.ImageSize);

    /// <summary>Which pictures are in which part.</summary>
    internal DatasetIndex Index => _data.Index;

    /// <summary>
    /// What the scan of the folder left out; null if nothing, and if the split of an earlier run decides.
    /// </summary>
    internal LeftOut? LeftOut => Index.LeftOut.IsEmpty ? null : Index.LeftOut;

    /// <summary>Finds the pictures that options name.</summary>
    /// <param name="options">Source, seeds, size and crop.</param>
    /// <param name="splitJson">The split of an earlier run; null for a new split.</param>
    /// <param name="observer">Is told of what is left out; null for none.</param>
    /// <param name="whole">The part that all of a folder without parts counts as; null to split it.</param>
    /// <param name="cancellation">Stops the scan.</param>
    /// <exception cref="ConfigurationException">The source is neither a folder nor a number of faces, or faces are not drawn at this
    /// size.</exception>
    /// <exception cref="DataSetException">The folder cannot be used.</exception>
    internal static RunPictures Open(
        TrainingOptions options, string? splitJson = null, ITaskObserver? observer = null, DatasetSplit? whole = null,
        CancellationToken cancellation = default)
    {
        var frame = options.Whole;
        var pixels = new PixelOptions
        {
            Size = frame.Shape.Size,
            Channels = frame.Shape.Channels,
            Crop = frame.Crop,
            Fit = frame.Fit,
            MaxBadFraction = options.MaxBad,
            MaxPixels = options.MaxPixels,
            FollowLinks = options.FollowLinks,
        };
        var how =
            new DatasetOptions
            {
                Pixels = pixels,
                SplitSeed = options.Seed,
                SplitJson = splitJson,
                FacesSeed = options.DataSeed,
                WholeAs = whole
            };
        try
        {
            if (Dataset.FacesCount(options.Data) is not null && Math.Max(frame.Shape.Width, frame.Shape.Height) > GeneratedFaces.MostSide)
            {
                throw new ConfigurationException(options.RandomCrop is null ? "image-size" : "random-crop",
                    $"'{frame.Shape.Size}' is not a size that faces are drawn at; use sides up to {GeneratedFaces.MostSide}.");
            }

            var data = Dataset.Open(options.Data, how, cancellation);
            if (!data.Index.LeftOut.IsEmpty)
            {
                observer?.Warned(data.Index.LeftOut.ToString());
            }

            return new RunPictures(data, options);
        }
        catch (FormatException error)
        {
            throw new ConfigurationException("data", error.Message, error);
        }
    }

    /// <summary>Tells these pictures from others, or the same in another order: a SHA-256 of the pixels of some parts.</summary>
    internal static string FingerprintOf(IReadOnlyList<PixelSet> parts, CancellationToken cancellation = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(BitConverter.GetBytes(part.Count));
            byte[] room = new byte[part.ImageLength];
            for (int i = 0; i < part.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(part.Image(i, room));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a part is so large that its pixels stay in the cache, on the disk.</summary>
    internal bool StaysOnDisk(DatasetSplit split) => _data.StaysOnDisk(split);

    /// <summary>Starts loading a part on another thread. Errors are thrown when the part is asked for.</summary>
    /// <returns>Stops the loading and waits for its end, unless the part was asked for by then.</returns>
    internal IDisposable LoadAhead(DatasetSplit split, ITaskObserver? observer, CancellationToken cancellation)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var token = stop.Token;
        var task = Task.Run(() => Load(split, observer, token), CancellationToken.None);
        _ahead = (split, task);
        return new Loading(task, stop);
    }

    /// <summary>A part, which may be empty, as the model sees it in evaluation: of larger pictures the middle.</summary>
    internal PixelSet Get(DatasetSplit split, ITaskObserver? observer, CancellationToken cancellation)
    {
        if (!_centres.TryGetValue(split, out var centre))
        {
            centre = GetWhole(split, observer, cancellation).Centre(_size);
            _centres.Add(split, centre);
        }

        return centre;
    }

    /// <summary>A part, which may be empty, with all pixels that random squares are cut from.</summary>
    internal PixelSet GetWhole(DatasetSplit split, ITaskObserver? observer, CancellationToken cancellation)
    {
        if (!_parts.TryGetValue(split, out var part))
        {
            part = TakeLoadedAhead(split) ?? Load(split, observer, cancellation);
            if (!_isTold && part.Reshaped > 0)
            {
                _isTold = true;
                observer?.Warned(
                    $"{part.Reshaped} of the {part.Count + part.Bad.Count} pictures of {split.ToString().ToLowerInvariant()} have other "
                    + $"proportions and are {_frame.WhatHappens}"
                    + $"{(_frame.Fit == PictureFit.Stretch ? "; train --fit crop or pad keeps proportions" : "")}.");
            }

            _parts.Add(split, part);
        }

        return part;
    }

    private PixelSet Load(DatasetSplit split, ITaskObserver? observer, CancellationToken cancellation)
    {
        int total = Index[split].Count;
        return _data.Load(split, new Report(ready => observer?.Loading(ready, total)), cancellation);
    }

    private PixelSet? TakeLoadedAhead(DatasetSplit split)
    {
        if (_ahead is not { } ahead || ahead.Split != split)
        {
            return null;
        }

        _ahead = null;
        return ahead.Task.GetAwaiter().GetResult();
    }

    private sealed class Loading(Task<PixelSet> task, CancellationTokenSource stop) : IDisposable
    {
        public void Dispose()
        {
            stop.Cancel();
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
            // Reading it marks it as observed: if nobody asked for the part, another error ended the run.
            _ = task.Exception;
            stop.Dispose();
        }
    }

    // Progress<T> would post to other threads, and could report after the end.
    private sealed class Report(Action<int> tell) : IProgress<int>
    {
        void IProgress<int>.Report(int value) => tell(value);
    }
}
