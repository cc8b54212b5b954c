using ILGpuAutoencoders.Models.Basics;

namespace ILGpuAutoencoders.Models.Families.Described;

/// <summary>A layer as a file has it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">Where it stands.</param>
internal sealed record LayerNode(LayerKind Kind, int Line)
{
    /// <summary>Its parameters as they are written.</summary>
    internal Dictionary<string, string> Settings { get; } = [];

    /// <summary>The layers within it, by the key that they stand under.</summary>
    internal Dictionary<string, IReadOnlyList<LayerNode>> Rows { get; } = [];
}

/// <summary>A network as a file has it.</summary>
/// <param name="Rows">Its rows of layers by key.</param>
/// <param name="Lines">The line of each key.</param>
internal sealed record NetworkNode(IReadOnlyDictionary<string, IReadOnlyList<LayerNode>> Rows, IReadOnlyDictionary<string, int> Lines)
{
    internal const string Encoder = "encoder", Decoder = "decoder", Layers = "layers";
}

/// <summary>A parameter of a layer.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Values">Finds what is wrong with a text, as a sentence, or null.</param>
internal sealed record LayerSetting(string Key, Func<string, string?> Values)
{
    /// <summary>Words that stand for sizes which the options decide.</summary>
    internal const string Latent = "latent", Channels = "channels";

    private static readonly NumberRange<int> s_sizes = NumberRange.From(1).To(65_536);

    /// <summary>A number of channels or units.</summary>
    internal static LayerSetting Size(string key) => new(key, text => text is Latent or Channels || s_sizes.Problem(text) is null
        ? null
        : OptionProblem.Of(text, $"{s_sizes.Range}, {Latent} or {Channels}"));

    internal static LayerSetting Whole(string key, int from, int to) => new(key, NumberRange.From(from).To(to).Problem);

    internal static LayerSetting Number(string key, NumberRange<float> range) => new(key, range.Problem);

    internal static LayerSetting Switch(string key) => new(key, CommonValues.Switch.Problem);

    /// <summary>Height, width and channels of a picture: 4 x 4 x 512.</summary>
    internal static LayerSetting Picture(string key) => new(
        key, text => Axes(text) is null ? OptionProblem.Of(text, "HEIGHT x WIDTH x CHANNELS, such as 4 x 4 x 512") : null);

    /// <summary>The axes of such a picture; null if the text is none.</summary>
    internal static int[]? Axes(string text)
    {
        string[] words = text.Split('x', StringSplitOptions.TrimEntries);
        return words.Length == 3 && words.All(word => s_sizes.Problem(word) is null) ? Array.ConvertAll(words, NumberOf) : null;
    }

    internal static int NumberOf(string text) =>
        s_sizes.TryRead(text, out int number) ? number : throw new InvalidOperationException("The text was checked when it was read.");
}
