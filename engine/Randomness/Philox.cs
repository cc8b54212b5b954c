using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw,
/// "Parallel random numbers: as easy as 1, 2, 3" (SC 2011): a bijection of 128 bits under a 64-bit key.
/// </summary>
/// <remarks>Stateless and made of integer arithmetic only, so the same code runs on the host and inside kernels.</remarks>
public static class Philox
{
    /// <summary>Multiplier of the first counter word, for vectorised forms.</summary>
    public const uint Multiplier0 = 0xD2511F53;

    /// <summary>Multiplier of the third counter word.</summary>
    public const uint Multiplier1 = 0xCD9E8D57;

    /// <summary>Added to the low key word after each round.</summary>
    public const uint Weyl0 = 0x9E3779B9;

    /// <summary>Added to the high key word after each round.</summary>
    public const uint Weyl1 = 0xBB67AE85;

    /// <summary>The number of rounds.</summary>
    public const int Rounds = 10;

    /// <summary>Four independent uniform 32-bit words for one counter value under one key.</summary>
    /// <param name="c0">Counter, least significant word.</param>
    /// <param name="c1">Counter, second word.</param>
    /// <param name="c2">Counter, third word.</param>
    /// <param name="c3">Counter, most significant word.</param>
    /// <param name="k0">Key, low word (the low half of a seed).</param>
    /// <param name="k1">Key, high word (the high half of a seed).</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint X, uint Y, uint Z, uint W) Generate(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c1 = (uint)product1;
            c3 = (uint)product0;
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>A word as a float of 24 random bits in [0, 1).</summary>
    /// <param name="word">A word of <see cref="Generate"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToUnit(uint word) => (word >> 8) * (1f / (1 << 24));
}
