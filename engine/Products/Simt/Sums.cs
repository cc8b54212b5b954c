using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Engine.Products.Simt;

/// <summary>Eight floats.</summary>
internal struct Float8
{
    internal Quad L, H;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Float8 Of(float v0, float v1, float v2, float v3, float v4, float v5, float v6, float v7) =>
        new() { L = new Quad { X = v0, Y = v1, Z = v2, W = v3 }, H = new Quad { X = v4, Y = v5, Z = v6, W = v7 } };
}

/// <summary>The 64 sums that a thread keeps in registers: ILGPU keeps fields there, but not arrays.</summary>
internal struct Sums
{
    internal Float8 R0, R1, R2, R3, R4, R5, R6, R7;
}
