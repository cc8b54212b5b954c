using ILGpuAutoencoders.Engine;
using static ILGpuAutoencoders.Engine.ActivationLayer;

namespace ILGpuAutoencoders.Models.Families.UNet;

/// <summary>Denoises pictures of any size: what it computes is the noise, which it takes away; see the README beside it.</summary>
internal sealed class UNet : Autoencoder
{
    /// <summary>The sides of its pictures must be multiples of this.</summary>
    public const int Multiple = 16;

    // The gain of He et al. for leaky ReLU of slope 0.2 over that of PyTorch's defaults: without it signals fade on the way down and up.
    private const float KeepSize = 2.4f, NearNothing = 0.1f;

    private static readonly int[] s_widths = [32, 32, 64, 64, 128];

    private readonly Sequential _head;
    private readonly Sequential[] _down, _up, _join;
    private readonly Conv2dLayer _tail;

    internal UNet(UNetOptions options)
        : this(options, new Sequential(Same(3, s_widths[0], KeepSize), LeakyRelu()), [.. Levels.Select(Down)], [.. Levels.Select(Up)], [.. Levels.Select(Join)], Same(s_widths[0], 3, NearNothing))
    {
    }

    private UNet(UNetOptions options, Sequential head, Sequential[] down, Sequential[] up, Sequential[] join, Conv2dLayer tail)
        : base(options, [
            ("head", head),
            .. Levels.Select(level => ($"down{level}", (Layer)down[level - 1])),
            .. Levels.Reverse().SelectMany(level => ((string, Layer)[])[($"up{level}", up[level - 1]), ($"join{level}", join[level - 1])]),
            ("tail", tail)]) => (_head, _down, _up, _join, _tail) = (head, down, up, join, tail);

    private static IEnumerable<int> Levels => Enumerable.Range(1, s_widths.Length - 1);

    /// <summary>Noisy pictures to clean ones: x - f(x).</summary>
    /// <param name="pictures">[N, H, W, 3] with H and W multiples of <see cref="Multiple"/>.</param>
    /// <param name="pass">Training or inference.</param>
    /// <returns>Of the same shape, not limited to [0, 1].</returns>
    public override Tensor Forward(Tensor pictures, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var levels = new Tensor[s_widths.Length];
        levels[0] = _head.Forward(pictures, pass);
        for (int i = 0; i < _down.Length; i++)
        {
            levels[i + 1] = _down[i].Forward(levels[i], pass);
        }

        var x = levels[^1];
        for (int i = _up.Length - 1; i >= 0; i--)
        {
            var up = Replace(_up[i].Forward(x, pass), x);
            x = Replace(up.Concat(levels[i]), up, levels[i]);
            x = Replace(_join[i].Forward(x, pass), x);
        }

        x = Replace(_tail.Forward(x, pass), x);
        return Replace(pictures.Subtract(x), x);
    }

    internal override IEnumerable<LayerUse> Walk(Shape pictures)
    {
        var shapes = new Shape[s_widths.Length];
        var uses = new List<LayerUse>(Walk("head", _head, pictures));
        shapes[0] = _head.OutputShape(pictures);
        foreach (int level in Levels)
        {
            uses.AddRange(Walk($"down{level}", _down[level - 1], shapes[level - 1]));
            shapes[level] = _down[level - 1].OutputShape(shapes[level - 1]);
        }

        var x = shapes[^1];
        foreach (int level in Levels.Reverse())
        {
            uses.AddRange(Walk($"up{level}", _up[level - 1], x));
            x = _up[level - 1].OutputShape(x);
            var both = x.With(3, x[3] + shapes[level - 1][3]);
            uses.AddRange(Walk($"join{level}", _join[level - 1], both));
            x = _join[level - 1].OutputShape(both);
        }

        return [.. uses, .. Walk("tail", _tail, x)];
    }

    internal override (string Output, string? Latent) AddWhole(IOperatorGraph graph, string pictures)
    {
        var levels = new List<string> { _head.AddTo(graph, pictures) };
        foreach (var down in _down)
        {
            levels.Add(down.AddTo(graph, levels[^1]));
        }

        string x = levels[^1];
        for (int i = _up.Length - 1; i >= 0; i--)
        {
            x = _join[i].AddTo(graph, graph.Add("Concat", [_up[i].AddTo(graph, x), levels[i]], OperatorAttribute.Integer("axis", 1)));
        }

        return (graph.Add("Sub", [pictures, _tail.AddTo(graph, x)]), null);
    }

    /// <summary>The result, with what it was computed from given back where no gradient needs it.</summary>
    private static Tensor Replace(Tensor result, params ReadOnlySpan<Tensor> operands)
    {
        foreach (var operand in operands)
        {
            if (!Autograd.IsRecording)
            {
                operand.Device.Free(operand.Storage);
            }
        }

        return result;
    }

    private static Conv2dLayer Same(int inputs, int outputs, float gain) => new(inputs, outputs, kernel: 3, stride: 1, padding: 1, gain: gain);

    private static Sequential Down(int level) => new(
        new Conv2dLayer(s_widths[level - 1], s_widths[level], gain: KeepSize), LeakyRelu(), Same(s_widths[level], s_widths[level], KeepSize), LeakyRelu());

    // PyTorch counts the outputs as inputs here, 16 taps of them; 4 taps of the inputs reach an output.
    private static Sequential Up(int level) => new(
        new ConvTranspose2dLayer(s_widths[level], s_widths[level - 1], gain: KeepSize * MathF.Sqrt(4f * s_widths[level - 1] / s_widths[level])), LeakyRelu());

    private static Sequential Join(int level) => new(Same(2 * s_widths[level - 1], s_widths[level - 1], KeepSize), LeakyRelu());
}
