using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>Work that is written for any tile.</summary>
internal interface ITileWork
{
    void Run<TTile>(SimdDevice device)
        where TTile : ITile;
}

/// <summary>Picks the tile for this processor's registers.</summary>
internal static class TileDispatch
{
    internal static void Run<TWork>(SimdDevice device, in TWork work)
        where TWork : ITileWork
    {
        if (Avx512F.IsSupported)
        {
            work.Run<Tile8x2<Lane16>>(device);
        }
        else if (Avx2.IsSupported)
        {
            work.Run<Tile6x2<Lane8>>(device);
        }
        else if (AdvSimd.IsSupported)
        {
            work.Run<Tile8x2<Lane4>>(device);
        }
        else
        {
            work.Run<Tile6x2<Lane4>>(device);
        }
    }
}
