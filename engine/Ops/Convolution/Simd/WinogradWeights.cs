using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Turns panels of weights into panels of their <see cref="Winograd"/> components: [component][panel][depth, panel columns].
/// </summary>
internal unsafe struct WinogradWeights : IParallelBody
{
    internal PanelPacking Weights;

    /// <summary>Rows of remainders (<see cref="WinogradTiles.Runs"/>).</summary>
    internal int Runs;

    /// <summary>Where the components begin, and floats from one to the next.</summary>
    internal float* Target;

    internal long ComponentStep;

    /// <summary>The panel that <see cref="Target"/> begins with.</summary>
    internal int FirstPanel;

    public readonly void Invoke(int index)
    {
        int quarter = (int)Weights.PanelLength / 4, run = quarter / Runs;
        using var scratch = Scratch.Open();
        float* packed = scratch.Floats(Weights.PanelLength), target = Target + ((long)index * quarter);
        Weights.PackPanel(FirstPanel + index, packed);
        // Rows of the filter are Runs rows of remainders; a row of remainders has both columns of the filter, one after the other.
        var body = new WinogradFilter { RowStep = 2L * quarter, ColumnStep = run, ComponentStep = ComponentStep };
        for (int i = 0; i < Runs; i++)
        {
            body.Source = packed + (2L * i * run);
            body.Target = target + ((long)i * run);
            ElementLoop.Range(ref body, 0, run);
        }
    }
}
