namespace ILGpuAutoencoders.Engine;

/// <summary>Eight floats.</summary>
internal struct Float8
{
    internal Float4 L, H;
}

/// <summary>The 64 sums that a thread keeps in registers: ILGPU keeps fields there, but no array.</summary>
internal struct Sums
{
    internal Float8 R0, R1, R2, R3, R4, R5, R6, R7;
}
