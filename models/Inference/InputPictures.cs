using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>Files, folders and globs as pictures of one size.</summary>
internal static class InputPictures
{
    // Enough to keep all cores busy.
    private const int GroupSize = 64;

    /// <summary>The files that arguments stand for, each once, in the order of the arguments.</summary>
    /// <param name="inputs">Files, folders and globs.</param>
    /// <param name="followLinks">Whether links below folders are followed.</param>
    /// <param name="observer">Is told of what is left out; null for none.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="DataSetException">An argument stands for no file.</exception>
    internal static IReadOnlyList<string> Expand(
        IEnumerable<string> inputs, bool followLinks, ITaskObserver? observer, CancellationToken cancellation) =>
        [.. inputs.SelectMany(input => Files(input, followLinks, observer, cancellation)).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads files ahead, as a model takes them; the observer is told of those that cannot be used.</summary>
    /// <param name="files">1 file or more.</param>
    /// <param name="run">The model.</param>
    /// <param name="isPart">Whether there are more of them elsewhere, so that none of these need be usable.</param>
    /// <param name="bad">Receives those that cannot be used, with the reason.</param>
    /// <param name="observer">Is told; null for none.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The pictures, with their places among the files and the sizes that they have there.</returns>
    /// <exception cref="DataSetException">None can be used.</exception>
    internal static IEnumerable<(int Index, Picture Picture, ImageSize Size)> ReadAll(
        IReadOnlyList<string> files, TrainedRun run, bool isPart, List<string> bad, ITaskObserver? observer,
        CancellationToken cancellation) => ReadAll(files, run, run.Frame, GroupSize, isPart, bad, observer, cancellation);

    /// <summary>The same in another frame, or in none.</summary>
    /// <param name="files">1 file or more.</param>
    /// <param name="run">The model.</param>
    /// <param name="frame">How pictures become those that are wanted; null to leave them as they are.</param>
    /// <param name="groupSize">Pictures that are read at once; twice as many may be in memory.</param>
    /// <param name="isPart">Whether there are more of them elsewhere, so that none of these need be usable.</param>
    /// <param name="bad">Receives those that cannot be used, with the reason.</param>
    /// <param name="observer">Is told; null for none.</param>
    /// <param name="cancellation">Stops the reading.</param>
    internal static IEnumerable<(int Index, Picture Picture, ImageSize Size)> ReadAll(
        IReadOnlyList<string> files, TrainedRun run, PictureFrame? frame, int groupSize, bool isPart,
        List<string> bad, ITaskObserver? observer, CancellationToken cancellation)
    {
        int reshaped = 0;
        int done = 0, before = bad.Count;
        foreach (var (picture, problem, size) in ReadAhead.Of(
            files.Count, groupSize, i => InputPicture.Read(files[i], run.Options, frame), cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            string file = files[done];
            if (picture is not null)
            {
                reshaped += frame?.Reshapes(size) == true ? 1 : 0;
                yield return (done, picture, size);
            }
            else
            {
                bad.Add($"{file}: {problem}");
                observer?.Warned($"'{file}' cannot be used and is skipped ({problem}).");
            }

            done++;
            observer?.Loading(done, files.Count);
        }

        if (!isPart && bad.Count - before == files.Count)
        {
            throw NoneUsable(files.Count, bad[before..]);
        }

        if (bad.Count > before)
        {
            observer?.Warned($"Skipped {bad.Count - before} of {files.Count} pictures.");
        }

        if (reshaped > 0)
        {
            Tell(reshaped, files.Count, frame!, observer);
        }
    }

    /// <summary>Tells what happened to pictures of other proportions than the model's.</summary>
    internal static void Tell(int reshaped, int all, PictureFrame frame, ITaskObserver? observer) => observer?.Warned(
        $"{(all == 1 ? "The picture has" : $"{reshaped} of {all} pictures have")} other proportions than the model's and "
        + $"{(reshaped == 1 ? "was" : "were")} {frame.WhatHappens}"
        + $"{(frame.Fit == PictureFit.Stretch ? "; --fit crop or pad keeps proportions" : "")}.");

    /// <summary>The error if no picture is left.</summary>
    /// <param name="all">Number of pictures.</param>
    /// <param name="bad">Each of them, with the reason.</param>
    private static DataSetException NoneUsable(int all, IReadOnlyList<string> bad) =>
        new(all == 1 ? $"This picture cannot be used: {bad[0]}; name another."
            : $"None of the {all} pictures can be used, the first being {bad[0]}; name others.");

    /// <summary>The person, kind or class of a picture: the name of its folder.</summary>
    internal static string LabelOf(string file) => Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))!);

    private static IReadOnlyList<string> Files(string input, bool followLinks, ITaskObserver? observer, CancellationToken cancellation)
    {
        if (File.Exists(input))
        {
            return [input];
        }

        if (PictureSources.Pictures(input) is { } ofSource)
        {
            return ofSource;
        }

        if (Directory.Exists(input))
        {
            var pictures = ImageFolder.Pictures(input, out var leftOut, followLinks, cancellation);
            if (!leftOut.IsEmpty)
            {
                observer?.Warned($"'{input}': {leftOut}");
            }

            return pictures.Count > 0 ? pictures : throw new DataSetException(ImageFolder.NoPicture($"The folder '{input}'", leftOut));
        }

        string pattern = Path.GetFileName(input), folder = Path.GetDirectoryName(input) is { Length: > 0 } parent ? parent : ".";
        var found = pattern.AsSpan().ContainsAny('*', '?') && Directory.Exists(folder) ? ImageFolder.Matching(folder, pattern) : [];
        return found.Count > 0 ? found
            : throw new DataSetException($"There is no picture '{input}'; name a file, a folder or a pattern such as folder/*.jpg.");
    }
}
