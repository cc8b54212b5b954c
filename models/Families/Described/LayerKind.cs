using System.Globalization;
using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Models.Families.Described.LayerSetting;

namespace ILGpuAutoencoders.Models.Families.Described;

/// <summary>A kind of layer that a file can name.</summary>
/// <param name="Name">What a file calls it.</param>
/// <param name="Main">The parameter that may stand right behind the name; null for none.</param>
/// <param name="Settings">Its parameters.</param>
/// <param name="Build">Makes the layer, given what stands before it.</param>
/// <param name="Rows">The keys of rows of layers within it, the first of which it must have.</param>
internal sealed record LayerKind(
    string Name, string? Main, IReadOnlyList<LayerSetting> Settings, Func<LayerNode, RowState, Layer> Build, params string[] Rows)
{
    internal const string Flatten = "flatten", Unflatten = "unflatten", Linear = "linear", Body = "layers", Shortcut = "shortcut";

    private const int MostKernel = 64;

    /// <summary>The kinds, in the order of the documentation.</summary>
    internal static IReadOnlyList<LayerKind> All { get; } =
    [
        new("conv", "out", Window(), (node, row) =>
        {
            var (kernel, stride, padding, bias) = WindowOf(node);
            return new Conv2dLayer(row.Picture(node)[3], row.Size(node, "out"), kernel, stride, padding, bias);
        }),
        new("conv-transpose", "out", Window(), (node, row) =>
        {
            var (kernel, stride, padding, bias) = WindowOf(node);
            return new ConvTranspose2dLayer(row.Picture(node)[3], row.Size(node, "out"), kernel, stride, padding, bias);
        }),
        new(Linear, "out", [Size("out"), Switch("bias")], (node, row) => row.LinearOf(node)),
        new("batch-norm", null, [], (node, row) => new BatchNorm2dLayer(row.Picture(node)[3])),
        new("relu", null, [], (_, _) => ActivationLayer.Relu()),
        new("leaky-relu", "slope", [Number("slope", NumberRange.Above(0f))],
            (node, _) => ActivationLayer.LeakyRelu(NumberOf(node, "slope", 0.2f))),
        new("sigmoid", null, [], (_, _) => ActivationLayer.Sigmoid()),
        new("tanh", null, [], (_, _) => ActivationLayer.Tanh()),
        new("dropout", "share", [Number("share", NumberRange.From(0f).Below(1))],
            (node, row) => new DropoutLayer(NumberOf(node, "share", 0.1f), row.NextDropout())),
        new("max-pool", "kernel", [Whole("kernel", 1, MostKernel), Whole("stride", 1, MostKernel)], (node, row) =>
        {
            row.Picture(node);
            return new MaxPool2dLayer(WholeOf(node, "kernel", 2), WholeOf(node, "stride", 0));
        }),
        new("upsample", "factor", [Whole("factor", 1, MostKernel)], (node, row) =>
        {
            row.Picture(node);
            return new UpsampleNearestLayer(WholeOf(node, "factor", 2));
        }),
        new(Flatten, null, [], (node, row) => row.FlattenOf(node)),
        new(Unflatten, "shape", [LayerSetting.Picture("shape")], (node, row) => row.UnflattenOf(node)),
        new("residual", Body, [], (node, row) => row.BlockOf(node, ShortcutLayer.Residual), Body, Shortcut),
        new("skip", Body, [], (node, row) => row.BlockOf(node, ShortcutLayer.Skip), Body, Shortcut),
    ];

    /// <summary>Whether it maps number by number, so that it may stand between linear and unflatten.</summary>
    internal bool IsElementwise => Name is "relu" or "leaky-relu" or "sigmoid" or "tanh" or "dropout";

    /// <summary>The keys that it takes.</summary>
    internal IEnumerable<string> Keys => [.. Settings.Select(setting => setting.Key), .. Rows];

    private static LayerSetting[] Window() =>
        [Size("out"), Whole("kernel", 1, MostKernel), Whole("stride", 1, MostKernel), Whole("padding", 0, MostKernel), Switch("bias")];

    private static (int Kernel, int Stride, int Padding, bool Bias) WindowOf(LayerNode node)
    {
        int kernel = WholeOf(node, "kernel", 4);
        return (kernel, WholeOf(node, "stride", 2), WholeOf(node, "padding", (kernel - 1) / 2), HasBias(node));
    }

    internal static bool HasBias(LayerNode node) => node.Settings.GetValueOrDefault("bias") != "false";

    private static int WholeOf(LayerNode node, string key, int otherwise) =>
        node.Settings.TryGetValue(key, out string? text) ? LayerSetting.NumberOf(text) : otherwise;

    private static float NumberOf(LayerNode node, string key, float otherwise) =>
        node.Settings.TryGetValue(key, out string? text) ? float.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
