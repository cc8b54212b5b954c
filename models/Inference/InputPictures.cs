using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>Files, folders and globs as pictures of one size.</summary>
internal static class InputPictures
{
    /// <summary>The files that arguments stand for, each once, in the order of the arguments.</summary>
    /// <exception cref="DataSetException">An argument stands for no file.</exception>
    internal static IReadOnlyList<string> Expand(
        IEnumerable<string> inputs, ITaskObserver? observer, CancellationToken cancellation) =>
        [.. inputs.SelectMany(input => Files(input, observer, cancellation)).Distinct(StringComparer.Ordinal)];

    /// <summary>Decodes a file and resizes it as in training.</summary>
    /// <returns>The picture, or null and why it does not decode.</returns>
    internal static (Picture? Picture, string? Problem) Read(string file, TrainingOptions training, int size)
    {
        var decoded = PixelCodec.DecodeFile(file, training.MaxPixels);
        return decoded.IsGood ? (PixelResizer.Resize(decoded.Picture, training.Crop, size), null) : (null, decoded.Problem);
    }

    /// <summary>Sums up the warnings about pictures that cannot be used.</summary>
    internal static void TellSkipped(int skipped, int all, ITaskObserver? observer)
    {
        if (skipped > 0)
        {
            observer?.Warned($"Skipped {skipped} of {all} pictures.");
        }
    }

    /// <summary>The error if no picture is left.</summary>
    /// <param name="all">Number of pictures.</param>
    /// <param name="bad">Each of them, with the reason.</param>
    internal static DataSetException NoneUsable(int all, IReadOnlyList<string> bad) =>
        new(all == 1 ? $"This picture cannot be used: {bad[0]}; name another."
            : $"None of the {all} pictures can be used, the first being {bad[0]}; name others.");

    /// <summary>The person, kind or class of a picture: the name of its folder.</summary>
    internal static string LabelOf(string file) => Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))!);

    private static IReadOnlyList<string> Files(string input, ITaskObserver? observer, CancellationToken cancellation)
    {
        if (File.Exists(input))
        {
            return [input];
        }

        if (Directory.Exists(input))
        {
            var pictures = ImageFolder.Pictures(input, out var leftOut, cancellation);
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
