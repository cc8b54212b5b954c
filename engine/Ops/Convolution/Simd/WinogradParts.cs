using ILGpuAutoencoders.Engine.Devices.Simd;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// A <see cref="PatchTask{TActivation}"/> in <see cref="Winograd"/>'s form for a few pictures: a thread takes some panels of columns and,
/// if there are more threads than panels, some rows of tiles, and transforms for itself what it needs. What several threads wrote in turn
/// would travel between their caches, which takes longer. The sums are those of <see cref="WinogradMatMul{TActivation}"/>.
/// </summary>
internal unsafe struct WinogradParts<TActivation> : IParallelBody
    where TActivation : unmanaged, IUnaryOp
{
    private readonly PatchTask<TActivation> _task;
    private readonly WinogradTiles _tiles;
    private readonly int _panelParts, _rowParts;

    internal WinogradParts(in PatchTask<TActivation> task, in WinogradTiles tiles, int threads)
    {
        (_task, _tiles) = (task, tiles);
        _panelParts = Math.Min(threads, task.Weights.PanelCount);
        _rowParts = Math.Clamp(threads / _panelParts, 1, tiles.Rows);
    }

    internal void Run(SimdDevice device) => device.For(_panelParts * _rowParts, ref this);

    public readonly void Invoke(int index)
    {
        int panel = Start(_task.Weights.PanelCount, index / _rowParts, _panelParts);
        int panels = Start(_task.Weights.PanelCount, (index / _rowParts) + 1, _panelParts) - panel;
        int row = Start(_tiles.Rows, index % _rowParts, _rowParts), rows = Start(_tiles.Rows, (index % _rowParts) + 1, _rowParts) - row;
        int tiles = rows * _tiles.TilesARow, columns = panels * PanelPacking.PanelColumns;
        int weightsStep = Winograd.ComponentStep((long)_tiles.Depth * columns);
        int dataStep = Winograd.ComponentStep((long)tiles * _tiles.Pitch);
        int productStep = Winograd.ComponentStep((long)tiles * columns);
        using var scratch = Scratch.Open();
        float* weights = scratch.Floats(Winograd.Components * (long)weightsStep), padded = scratch.Floats(_task.Padding.Length);
        float* data = scratch.Floats(Winograd.Components * (long)dataStep);
        float* products = scratch.Floats(Winograd.Components * (long)productStep);
        var transform = new WinogradWeights
        {
            Weights = _task.Weights,
            Runs = _tiles.Runs,
            Target = weights,
            ComponentStep = weightsStep,
            FirstPanel = panel,
        };
        for (int i = 0; i < panels; i++)
        {
            transform.Invoke(i);
        }

        for (int picture = 0; picture < _task.Pictures; picture++)
        {
            _task.Padding.Copy(_task.Source, picture, padded);
            _tiles.Transform(padded, row, rows, data, dataStep);
            _tiles.Multiply(data, dataStep, weights, weightsStep, tiles, columns, products, productStep);
            _tiles.WriteResults(_task, picture, row, rows, panel * PanelPacking.PanelColumns, columns, products, productStep);
        }
    }

    private static int Start(int count, int part, int parts) => (int)((long)count * part / parts);
}
