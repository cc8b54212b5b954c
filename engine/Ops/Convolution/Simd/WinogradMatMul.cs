using ILGpuAutoencoders.Engine.Devices.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// Runs a <see cref="PatchTask{TActivation}"/> in <see cref="Winograd"/>'s form: a group of pictures, large enough to be worth fetching
/// the transformed weights and small enough for its tiles to stay in the core's cache, is transformed, multiplied component by component,
/// and transformed back. Of a few pictures the threads share each (<see cref="WinogradParts{TActivation}"/>).
/// </summary>
internal unsafe struct WinogradMatMul<TActivation> : IParallelBody
    where TActivation : unmanaged, IUnaryOp
{
    /// <summary>Tiles of a group: rows of each product.</summary>
    private const int WantedTiles = 64;

    /// <summary>Pictures that keep the threads busy.</summary>
    private const int FewestPictures = 8;

    private readonly PatchTask<TActivation> _task;
    private readonly WinogradTiles _tiles;
    private readonly int _group;
    private float* _weights;

    internal WinogradMatMul(in PatchTask<TActivation> task)
    {
        _task = task;
        _tiles = new WinogradTiles(task.Grid, task.Padding);
        _group = Math.Clamp(WantedTiles / _tiles.Count, 1, Math.Max(1, task.Pictures));
    }

    private readonly int PaddedColumns => _task.Weights.PaddedColumns;

    /// <summary>Floats of one component of the weights.</summary>
    private readonly long WeightsStep => Winograd.ComponentStep((long)_tiles.Depth * PaddedColumns);

    internal void Run(SimdDevice device)
    {
        if (_task.Pictures < FewestPictures)
        {
            new WinogradParts<TActivation>(_task, _tiles, device.Threads).Run(device);
            return;
        }

        _weights = device.Workspace(Winograd.Components * WeightsStep);
        var transform = new WinogradWeights { Weights = _task.Weights, Runs = _tiles.Runs, Target = _weights, ComponentStep = WeightsStep };
        device.For(_task.Weights.PanelCount, ref transform);
        device.For((_task.Pictures + _group - 1) / _group, ref this);
    }

    public readonly void Invoke(int index)
    {
        int first = index * _group, pictures = Math.Min(_group, _task.Pictures - first), tiles = pictures * _tiles.Count;
        int dataStep = Winograd.ComponentStep((long)tiles * _tiles.Pitch);
        int productStep = Winograd.ComponentStep((long)tiles * PaddedColumns);
        using var scratch = Scratch.Open();
        float* padded = scratch.Floats(_task.Padding.Length), data = scratch.Floats(Winograd.Components * (long)dataStep);
        for (int i = 0; i < pictures; i++)
        {
            _task.Padding.Copy(_task.Source, first + i, padded);
            _tiles.TransformAll(padded, data + (i * _tiles.Count * _tiles.Pitch), dataStep);
        }

        float* products = scratch.Floats(Winograd.Components * (long)productStep);
        _tiles.Multiply(data, dataStep, _weights, WeightsStep, tiles, PaddedColumns, products, productStep);
        for (int i = 0; i < pictures; i++)
        {
            _tiles.WriteResults(
                _task, first + i, 0, _tiles.Rows, 0, PaddedColumns, products + (i * _tiles.Count * PaddedColumns), productStep);
        }
    }
}
