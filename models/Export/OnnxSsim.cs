using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Evaluation;
using static ILGpuAutoencoders.Engine.OperatorAttribute;

namespace ILGpuAutoencoders.Models.Export;

/// <summary>Structural similarity as a part of a graph: <see cref="Ssim"/>, whose window is two convolutions there.</summary>
/// <param name="graph">The graph.</param>
/// <param name="shape">Of the pictures; both sides are at least <see cref="Ssim.Window"/>.</param>
internal sealed class OnnxSsim(OnnxGraph graph, PictureShape shape)
{
    /// <summary>Adds it.</summary>
    /// <param name="a">[N, C, H, W] with values in [0, 1].</param>
    /// <param name="b">Likewise.</param>
    /// <returns>The index at each place where the window lies within the picture, [N, C, H - 10, W - 10].</returns>
    internal string Add(string a, string b)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(shape.Width, shape.Height), Ssim.Window);
        string x = Plus(a, -Ssim.Shift), y = Plus(b, -Ssim.Shift), mx = Filter(x), my = Filter(y);
        string varX = Minus(Filter(Times(x, x)), Times(mx, mx)), varY = Minus(Filter(Times(y, y)), Times(my, my)),
        covariance = Minus(Filter(Times(x, y)), Times(mx, my));
        (mx, my) = (Plus(mx, Ssim.Shift), Plus(my, Ssim.Shift));
        string means = Times(mx, my), squares = graph.Add("Add", [Times(mx, mx), Times(my, my)]),
        variances = graph.Add("Add", [varX, varY]);
        return graph.Add("Div", [
            Times(Plus(graph.Add("Add", [means, means]), Ssim.C1), Plus(graph.Add("Add", [covariance, covariance]), Ssim.C2)),
            Times(Plus(squares, Ssim.C1), Plus(variances, Ssim.C2))]);
    }

    private string Filter(string pictures)
    {
        int channels = shape.Channels;
        float[] taps = [.. Enumerable.Repeat(Ssim.Taps, channels).SelectMany(row => row)];
        string rows = graph.Add("Conv", [pictures, graph.Constant(taps, channels, 1, 1, Ssim.Window)], Integer("group", channels));
        return graph.Add("Conv", [rows, graph.Constant(taps, channels, 1, Ssim.Window, 1)], Integer("group", channels));
    }

    private string Plus(string values, float number) => graph.Add("Add", [values, graph.Constant([number])]);

    private string Minus(string a, string b) => graph.Add("Sub", [a, b]);

    private string Times(string a, string b) => graph.Add("Mul", [a, b]);
}
