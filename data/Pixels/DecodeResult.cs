using System.Diagnostics.CodeAnalysis;

namespace ILGpuAutoencoders.Data;

/// <summary>A decoded picture, or the reason why there is none.</summary>
public readonly struct DecodeResult
{
    private DecodeResult(Picture? picture, string? problem)
    {
        Picture = picture;
        Problem = problem;
    }

    /// <summary>The picture; null if the file is bad.</summary>
    public Picture? Picture { get; }

    /// <summary>Why the file is bad, as a phrase without the file name; null if it is good.</summary>
    public string? Problem { get; }

    /// <summary>Whether there is a picture.</summary>
    [MemberNotNullWhen(true, nameof(Picture))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsGood => Picture is not null;

    /// <summary>The picture of a good file.</summary>
    /// <param name="picture">The picture.</param>
    public static DecodeResult Good(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new(picture, null);
    }

    /// <summary>Why a file is bad.</summary>
    /// <param name="problem">A phrase without the file name: the file is cut short.</param>
    public static DecodeResult Bad(string problem)
    {
        ArgumentException.ThrowIfNullOrEmpty(problem);
        return new(null, problem);
    }
}
