using System.Numerics;
using System.Runtime.CompilerServices;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>
/// Division of 0 .. 2³¹ - 1 by a number known at launch, as a multiplication and a shift (Granlund and Montgomery, "Division by invariant
/// integers using multiplication", 1994): GPUs have no instruction for it.
/// </summary>
internal readonly struct Divisor
{
    private readonly uint _multiplier;
    private readonly int _shift;

    /// <summary>Prepares it.</summary>
    /// <param name="value">1 or more.</param>
    internal Divisor(int value)
    {
        _shift = 32 - BitOperations.LeadingZeroCount((uint)value - 1);
        _multiplier = (uint)(((1UL << 32) * ((1UL << _shift) - (uint)value) / (uint)value) + 1);
        Value = value;
    }

    internal int Value { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Divide(int number) => (int)(((uint)(((ulong)(uint)number * _multiplier) >> 32) + (uint)number) >> _shift);

    /// <summary>The remainder of a division whose quotient is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Rest(int number, int quotient) => number - (quotient * Value);
}
