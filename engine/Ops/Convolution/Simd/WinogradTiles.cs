using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>
/// The tiles of 2 x 2 positions of a <see cref="PatchProduct"/>, and the transform of their data: a tile's value (component, y · s + x remainder, channel)
/// is at component · ComponentStep + tile · Pitch + depth.
/// </summary>
internal readonly unsafe struct WinogradTiles(in PatchProduct product, in Padding padding)
{
    private readonly PatchProduct _product = product;
    private readonly Padding _padding = padding;

    /// <summary>Tiles of a picture.</summary>
    internal int Count => _product.Positions / 4;

    /// <summary>Data values of one component of one tile.</summary>
    internal int Depth => _product.PatchStep * RunLength;

    /// <summary>An odd number of cache lines, so that one value of each tile in turn does not stay in a few sets of the cache.</summary>
    internal int Pitch => Packing.ConflictFreePitch(Depth);

    /// <summary>Values that lie together, in a row of the picture.</summary>
    internal int RunLength => _product.PatchStep * _padding.Channels;

    /// <summary>Rows of remainders: <see cref="RunLength"/> times this is the depth.</summary>
    internal int Runs => _product.PatchStep;

    /// <summary>First tile position of a tile, in positions.</summary>
    internal (int Y, int X) Position(int tile) => (tile / (_product.GridW / 2) * 2, tile % (_product.GridW / 2) * 2);

    /// <summary>Transforms the values [first, first + count) of a run, for all tiles of one padded picture.</summary>
    internal void Transform(float* padded, int run, int first, int count, float* target, int pitch, int componentStep)
    {
        int step = _product.PatchStep;
        var body = new WinogradData { RowStep = step * _padding.RowStep, ColumnStep = step * _padding.Pitch, ComponentStep = componentStep };
        for (int y = 0; y < _product.GridH; y += 2)
        {
            float* row = padded + (((_product.PatchTop + (y * step) + run) * _padding.RowStep) + (_product.PatchLeft * _padding.Pitch)) + first;
            for (int x = 0; x < _product.GridW; x += 2)
            {
                body.Source = row + (x * step * _padding.Pitch);
                body.Target = target;
                ElementLoop.Range(ref body, 0, count);
                target += pitch;
            }
        }
    }
}
