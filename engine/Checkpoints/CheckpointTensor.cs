using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Engine;

/// <summary>The supported element types of a safetensors file.</summary>
public enum ElementType
{
    /// <summary>F32.</summary>
    Float32,

    /// <summary>F64.</summary>
    Float64,

    /// <summary>F16.</summary>
    Float16,

    /// <summary>BF16.</summary>
    BFloat16,

    /// <summary>I64.</summary>
    Int64,

    /// <summary>I32.</summary>
    Int32,

    /// <summary>U8.</summary>
    UInt8,

    /// <summary>BOOL: a byte that is 0 or 1.</summary>
    Boolean,
}

/// <summary>A named tensor in a file: PyTorch's layout, little-endian bytes.</summary>
public sealed class CheckpointTensor
{
    private const int PieceLength = 1 << 16;

    private readonly SpoolFile? _spool;

    internal CheckpointTensor(ElementType type, long[] shape, byte[] bytes, SpoolFile? spool = null)
    {
        Type = type;
        Shape = shape;
        Bytes = bytes;
        _spool = spool;
    }

    /// <summary>The type of its elements.</summary>
    public ElementType Type { get; }

    /// <summary>Its axes, outermost first; none for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count => checked((int)(Length / SizeOf(Type)));

    /// <summary>Its elements as files hold them: little-endian; none if they are not in memory.</summary>
    public ReadOnlyMemory<byte> Data => Bytes;

    internal byte[] Bytes { get; }

    /// <summary>The number of its bytes.</summary>
    internal long Length => _spool?.Length ?? Bytes.Length;

    /// <summary>A tensor of floats.</summary>
    /// <param name="shape">Its axes.</param>
    /// <param name="values">As many values as the axes say.</param>
    public static CheckpointTensor FromFloats(IReadOnlyList<long> shape, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[checked(values.Length * sizeof(float))];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
            }
        }

        return Create(ElementType.Float32, shape, values.Length, bytes);
    }

    /// <summary>A tensor of floats that are not in memory: it can be written, not read.</summary>
    /// <param name="shape">Its axes.</param>
    /// <param name="values">As many values as the axes say, as little-endian float32.</param>
    public static CheckpointTensor FromFloats(IReadOnlyList<long> shape, SpoolFile values)
    {
        ArgumentNullException.ThrowIfNull(values);
        RequireFilled(shape, values.Length / sizeof(float));
        return new CheckpointTensor(ElementType.Float32, [.. shape], [], values);
    }

    /// <summary>A tensor of 64-bit integers.</summary>
    /// <param name="shape">Its axes.</param>
    /// <param name="values">As many values as the axes say.</param>
    public static CheckpointTensor FromInt64s(IReadOnlyList<long> shape, ReadOnlySpan<long> values)
    {
        byte[] bytes = new byte[checked(values.Length * sizeof(long))];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        return Create(ElementType.Int64, shape, values.Length, bytes);
    }

    /// <summary>A tensor of bytes.</summary>
    /// <param name="shape">Its axes.</param>
    /// <param name="values">As many values as the axes say.</param>
    public static CheckpointTensor FromBytes(IReadOnlyList<long> shape, ReadOnlySpan<byte> values) =>
        Create(ElementType.UInt8, shape, values.Length, values.ToArray());

    /// <summary>The elements as floats, whatever their type; doubles and large integers are rounded.</summary>
    public float[] ToFloats()
    {
        float[] values = new float[Count];
        if (Type == ElementType.Float32 && BitConverter.IsLittleEndian)
        {
            Bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        int size = SizeOf(Type);
        for (int i = 0; i < values.Length; i++)
        {
            var bytes = Bytes.AsSpan(i * size, size);
            values[i] = Type switch
            {
                ElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
                ElementType.Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
                ElementType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
                ElementType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
                ElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
                ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
                ElementType.UInt8 or ElementType.Boolean => bytes[0],
                _ => throw new UnreachableException($"CheckpointTensor: {Type} has no reader."),
            };
        }

        return values;
    }

    /// <summary>The elements of a tensor of integers, bytes or booleans.</summary>
    /// <exception cref="InvalidOperationException">They are not integers.</exception>
    public long[] ToInt64s()
    {
        long[] values = new long[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Type switch
            {
                ElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Bytes.AsSpan(i * sizeof(long))),
                ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(i * sizeof(int))),
                ElementType.UInt8 or ElementType.Boolean => Bytes[i],
                _ => throw new InvalidOperationException($"CheckpointTensor: {Type} is not an integer type; read it as floats."),
            };
        }

        return values;
    }

    /// <summary>Bytes of one element.</summary>
    internal static int SizeOf(ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 => 8,
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.UInt8 or ElementType.Boolean => 1,
        _ => throw new UnreachableException($"CheckpointTensor: {type} has no size."),
    };

    /// <summary>Gives its bytes to somebody, piece by piece.</summary>
    internal void CopyTo(Action<ReadOnlySpan<byte>> piece)
    {
        if (_spool is null)
        {
            piece(Bytes);
        }
        else
        {
            _spool.Read(PieceLength, piece);
        }
    }

    private static CheckpointTensor Create(ElementType type, IReadOnlyList<long> shape, int count, byte[] bytes)
    {
        RequireFilled(shape, count);
        return new CheckpointTensor(type, [.. shape], bytes);
    }

    private static void RequireFilled(IReadOnlyList<long> shape, long count)
    {
        long expected = shape.Aggregate(1L, (product, axis) => checked(product * axis));
        if (expected != count)
        {
            throw new ArgumentException(
                $"CheckpointTensor: {count} values do not fill [{string.Join(", ", shape)}] of {expected}; check the shape.",
                nameof(shape));
        }
    }
}
