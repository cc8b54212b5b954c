using ILGpuAutoencoders.Data.Corruptions;

namespace ILGpuAutoencoders.Data;

/// <summary>
/// A kind of noise: its name, what it does at strength s, and which strengths it takes. <see cref="All"/> is the single table of them:
/// names on the command line, checks, help and the documents follow from it.
/// </summary>
public sealed class CorruptionKind
{
    private readonly CorruptionBody _apply;

    private CorruptionKind(string name, string formula, bool isDeviation, CorruptionBody apply)
    {
        Name = name;
        Formula = formula;
        IsDeviation = isDeviation;
        _apply = apply;
    }

    /// <summary>No noise.</summary>
    public static CorruptionKind None { get; } = new("none", "x", isDeviation: false, static (values, in draw) => { });

    /// <summary>clamp(x + s·N(0, 1), 0, 1) for every value.</summary>
    public static CorruptionKind Gaussian { get; } =
        new("gaussian", "clamp(x + s·N(0, 1), 0, 1)", isDeviation: true, GaussianNoise.AddClamped);

    /// <summary>A fraction s of the pixels becomes black or white, all channels alike.</summary>
    public static CorruptionKind SaltPepper { get; } =
        new("salt-pepper", "a fraction s of the pixels set to 0 or 1", isDeviation: false, SaltAndPepper.Apply);

    /// <summary>A square covering a fraction s of the area becomes black.</summary>
    public static CorruptionKind Mask { get; } = new("mask", "a square of s of the area set to 0", isDeviation: false, BlackSquare.Apply);

    /// <summary>x + s·N(0, 1) for every value; values below 0 or above 1 stay so.</summary>
    public static CorruptionKind GaussianUnclamped { get; } =
        new("gaussian-unclamped", "x + s·N(0, 1)", isDeviation: true, GaussianNoise.Add);

    /// <summary>All kinds, in the order in which help and documents list them; <see cref="None"/> is the first.</summary>
    public static IReadOnlyList<CorruptionKind> All { get; } = [None, Gaussian, SaltPepper, Mask, GaussianUnclamped];

    /// <summary>Its name on the command line and in files, in kebab case.</summary>
    public string Name { get; }

    /// <summary>What happens to a value x, or to the picture, at strength s: a formula or a phrase.</summary>
    public string Formula { get; }

    /// <summary>Whether s is a standard deviation of 0 or more, rather than a fraction from 0 to 1.</summary>
    public bool IsDeviation { get; }

    /// <summary>Whether this kind takes a strength, or all strengths of a range.</summary>
    /// <param name="factor">The strength.</param>
    public bool Allows(NoiseFactor factor) =>
        factor.Low >= 0 && factor.High >= factor.Low && factor.High <= (IsDeviation ? float.MaxValue : 1);

    /// <summary>The kind with a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The kind, or null if there is none.</returns>
    public static CorruptionKind? Find(string? name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Adds noise to values in place.</summary>
    internal void Apply(Span<float> values, in CorruptionDraw draw) => _apply(values, draw);
}
