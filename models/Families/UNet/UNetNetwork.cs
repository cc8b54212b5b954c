using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Networks;
using static ILGpuAutoencoders.Engine.ActivationLayer;

namespace ILGpuAutoencoders.Models.Families.UNet;

/// <summary>
/// Denoises pictures of any size [N, H, W, C] with H and W multiples of 16, or of any at all if it was built for others: what it
/// computes is the noise f, and it gives x - f(x), not limited to [0, 1]; see the README beside it.
/// </summary>
internal sealed class UNetNetwork(UNetOptions options) : Autoencoder(options, Describe(options))
{
    // The gain of He et al. for leaky ReLU of slope 0.2 over that of PyTorch's defaults: without it signals fade on the way down and up.
    private const float KeepSize = 2.4f, NearNothing = 0.1f;

    private static readonly int[] s_widths = [32, 32, 64, 64, 128];

    internal override int? SideMultiple => Options.Border.IsNone ? Options.SideMultiple : 1;

    private static NetworkGraph Describe(UNetOptions options)
    {
        var (graph, border) = (new NetworkGraph(), options.Border);
        var head = new Sequential(Same(options.Channels, s_widths[0], KeepSize), LeakyRelu());
        var x = graph.Add("head", head, border.Add(graph, graph.Input));
        var skips = new Stack<NetworkValue>();
        for (int level = 1; level < s_widths.Length; level++)
        {
            skips.Push(x);
            x = graph.Add($"down{level}", Down(s_widths[level - 1], s_widths[level]), x);
        }

        for (int level = s_widths.Length - 1; level > 0; level--)
        {
            x = graph.Add($"up{level}", Up(s_widths[level], s_widths[level - 1]), x);
            x = graph.Add(new Concatenation(), x, skips.Pop());
            x = graph.Add($"join{level}", new Sequential(Same(2 * s_widths[level - 1], s_widths[level - 1], KeepSize), LeakyRelu()), x);
        }

        var noise = graph.Add("tail", Same(s_widths[0], options.Channels, NearNothing), x);
        graph.Output = graph.Add(ElementwiseStep.Difference, graph.Input, border.Remove(graph, noise, like: graph.Input));
        return graph;
    }

    private static Conv2dLayer Same(int inputs, int outputs, float gain) =>
        new(inputs, outputs, kernel: 3, stride: 1, padding: 1, gain: gain);

    private static Sequential Down(int inputs, int outputs) =>
        new(new Conv2dLayer(inputs, outputs, gain: KeepSize), LeakyRelu(), Same(outputs, outputs, KeepSize), LeakyRelu());

    // PyTorch counts the outputs as inputs here, 16 taps of them; 4 taps of the inputs reach an output.
    private static Sequential Up(int inputs, int outputs) =>
        new(new ConvTranspose2dLayer(inputs, outputs, gain: KeepSize * MathF.Sqrt(4f * outputs / inputs)), LeakyRelu());
}
