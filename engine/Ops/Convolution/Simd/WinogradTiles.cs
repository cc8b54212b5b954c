using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// The tiles of 2 x 2 positions of a <see cref="PatchGrid"/>, and the transform of their data: a tile's value (component, y · s + x
/// remainder, channel) is at component · ComponentStep + tile · Pitch + depth.
/// </summary>
internal readonly unsafe struct WinogradTiles(in PatchGrid grid, in Padding padding)
{
    private readonly PatchGrid _grid = grid;
    private readonly Padding _padding = padding;

    /// <summary>Tiles of a picture.</summary>
    internal int Count => _grid.Positions / 4;

    /// <summary>Data values of one component of one tile.</summary>
    internal int Depth => Runs * RunLength;

    internal int Pitch => PitchOf(Depth);

    /// <summary>Contiguous values in a row of the picture.</summary>
    internal int RunLength => _grid.X.PatchStep * _padding.Channels;

    /// <summary>Rows of remainders: <see cref="RunLength"/> times this is the depth.</summary>
    internal int Runs => _grid.Y.PatchStep;

    /// <summary>Floats from tile to tile; tiles are read one value at a time in turn.</summary>
    internal static int PitchOf(int depth) => HostMatrix.ConflictFreePitch(depth);

    /// <summary>First tile position of a tile, in positions.</summary>
    internal (int Y, int X) Position(int tile) => (tile / (_grid.X.Count / 2) * 2, tile % (_grid.X.Count / 2) * 2);

    /// <summary>Transforms the values [first, first + count) of a run, for all tiles of one padded picture.</summary>
    internal void Transform(float* padded, int run, int first, int count, float* target, int pitch, int componentStep)
    {
        var body = new WinogradData
        {
            RowStep = _grid.Y.PatchStep * _padding.RowStep,
            ColumnStep = _grid.X.PatchStep * _padding.Pitch,
            ComponentStep = componentStep,
        };
        for (int y = 0; y < _grid.Y.Count; y += 2)
        {
            float* row = padded + ((_grid.Y.Patch(y) + run) * _padding.RowStep) + first;
            for (int x = 0; x < _grid.X.Count; x += 2)
            {
                body.Source = row + (_grid.X.Patch(x) * _padding.Pitch);
                body.Target = target;
                ElementLoop.Range(ref body, 0, count);
                target += pitch;
            }
        }
    }

    /// <summary>Transforms all values of one padded picture.</summary>
    internal void TransformAll(float* padded, float* target, int componentStep)
    {
        for (int run = 0; run < Runs; run++)
        {
            Transform(padded, run, 0, RunLength, target + (run * RunLength), Pitch, componentStep);
        }
    }
}
