using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Engine.Products.Simd;

/// <summary>The table of offsets of contiguous values, shared by all products: 0, 1, 2, ... up to a block's depth.</summary>
internal static unsafe class ContiguousOffsets
{
    internal static readonly int* Table = Fill();

    private static int* Fill()
    {
        int* table = (int*)NativeMemory.AlignedAlloc((nuint)CacheBlock.Depth * sizeof(int), 64);
        for (int k = 0; k < CacheBlock.Depth; k++)
        {
            table[k] = k;
        }

        return table;
    }
}
