using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>
/// The register tile, the innermost loop of every product, in the width of this processor's vectors. The compiler knows that width, so
/// the branches here cost nothing.
/// </summary>
internal static class Tile
{
    /// <summary>Rows and columns of the largest tile.</summary>
    internal const int MostRows = 8, MostColumns = 32;

    /// <summary>Rows of C that one call computes: as many as the registers allow.</summary>
    internal static int Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported || AdvSimd.IsSupported ? Tile8x2<Lane4>.Rows : Tile6x2<Lane4>.Rows;
    }

    /// <summary>Columns of C that one call computes: two vectors.</summary>
    internal static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * (Avx512F.IsSupported ? Lane16.Width : Avx2.IsSupported ? Lane8.Width : Lane4.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Run<TActivation>(in TileTask task, TActivation activation)
        where TActivation : unmanaged, IUnaryOp
    {
        if (Avx512F.IsSupported)
        {
            Tile8x2<Lane16>.Run(task, activation);
        }
        else if (Avx2.IsSupported)
        {
            Tile6x2<Lane8>.Run(task, activation);
        }
        else if (AdvSimd.IsSupported)
        {
            Tile8x2<Lane4>.Run(task, activation);
        }
        else
        {
            Tile6x2<Lane4>.Run(task, activation);
        }
    }
}
