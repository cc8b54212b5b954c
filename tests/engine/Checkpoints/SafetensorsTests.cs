using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using CsCheck;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine.Checkpoints;

public class SafetensorsTests
{
    internal const int Flips = 10_000, RoundTrips = 5_000;

    private const string Good =
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}""";

    private static readonly Gen<(string Name, int[] Shape, int Kind)> s_genTensor =
        Gen.Select(Gen.String[1, 12], Gen.Int[0, 4].Array[0, 4], Gen.Int[0, 2]);

    public static TheoryData<string, string, int> EvilHeaders => new()
    {
        { "not an object", "[1]", 0 },
        { "leading blank", " {}", 0 },
        { "byte order mark", "\uFEFF{}", 0 },
        { "cut off", Good[..^1], 11 },
        { "text after the object", Good + "x", 11 },
        { "second object", Good + "{}", 11 },
        { "duplicate name",
            """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1 },
        { "duplicate field", """{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1 },
        { "duplicate metadata", """{"__metadata__":{"k":"1","k":"2"}}""", 0 },
        { "second metadata", """{"__metadata__":{},"__metadata__":{}}""", 0 },
        { "metadata is a number", """{"__metadata__":{"k":1}}""", 0 },
        { "metadata is nested", """{"__metadata__":{"k":{"x":"y"}}}""", 0 },
        { "metadata is null", """{"__metadata__":null}""", 0 },
        { "metadata is text", """{"__metadata__":"x"}""", 0 },
        { "unknown type", """{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", 8 },
        { "lower-case type", """{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", 4 },
        { "type is a number", """{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}""", 4 },
        { "no type", """{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4 },
        { "no shape", """{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4 },
        { "no offsets", """{"a":{"dtype":"F32","shape":[1]}}""", 4 },
        { "unknown field", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", 4 },
        { "one offset", """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0]}}""", 0 },
        { "three offsets", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", 4 },
        { "negative axis", """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4 },
        { "two negative axes", """{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", 4 },
        { "fractional axis", """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,6]}}""", 6 },
        { "axis as text", """{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4 },
        { "axis with an exponent", """{"a":{"dtype":"F32","shape":[1e30],"data_offsets":[0,4]}}""", 4 },
        { "axis with a point", """{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", 8 },
        { "metadata is an array", """{"__metadata__":["k"]}""", 0 },
        { "axis above 64 bits", """{"a":{"dtype":"F32","shape":[18446744073709551617],"data_offsets":[0,4]}}""", 4 },
        { "product wraps to 0", """{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0 },
        { "size wraps to 0", """{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}""", 0 },
        { "size above the span", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4 },
        { "size below the span", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 8 },
        { "offsets run backwards", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", 4 },
        { "negative offset", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""", 4 },
        { "overlap", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6 },
        { "same bytes twice",
            """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4 },
        { "hole at the start", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6 },
        { "hole between",
            """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}}""", 6 },
        { "bytes after the last", Good, 12 },
        { "bytes missing", Good, 10 },
        { "tensor is a number", """{"a":1}""", 0 },
        { "too deep", """{"a":{"dtype":"F32","shape":[[[[1]]]],"data_offsets":[0,4]}}""", 4 },
        { "comment", """{/* x */}""", 0 },
        { "trailing comma", """{"__metadata__":{},}""", 0 },
        { "half a surrogate in a name", """{"\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1 },
        { "half a surrogate in metadata", """{"__metadata__":{"k":"\ud800"}}""", 0 },
    };

    [Theory]
    [MemberData(nameof(EvilHeaders))]
    public void A_header_that_breaks_a_rule_is_refused(string what, string header, int dataLength)
    {
        var error = Assert.Throws<CheckpointException>(
            () => Checkpoint.Parse(File(Encoding.UTF8.GetBytes(header), dataLength), "evil.safetensors"));
        Assert.Contains("evil.safetensors", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(what);
    }

    /// <summary>Faults of the JSON itself have one reason, all others their own.</summary>
    [Fact]
    public void Reasons_tell_the_rules_apart()
    {
        string[] reasons =
            [.. EvilHeaders.Select(
                row => Assert.Throws<CheckpointException>(
                    () => Checkpoint.Parse(File(Encoding.UTF8.GetBytes(row.Data.Item2), row.Data.Item3), "x")).Message).Distinct()];
        Assert.True(reasons.Length >= 20, string.Join('\n', reasons));
    }

    [Fact]
    public void The_header_that_evil_ones_vary_is_accepted()
    {
        var checkpoint = Checkpoint.Parse(File(Encoding.UTF8.GetBytes(Good + "   "), 11), "good");
        Assert.Equal([2L], checkpoint.Tensors["a"].Shape);
        Assert.Equal(ElementType.UInt8, checkpoint.Tensors["b"].Type);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused()
    {
        byte[] header = [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'];
        Assert.Throws<CheckpointException>(() => Checkpoint.Parse(File(header, 0), "x"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_shorter_than_its_length_field_is_refused(int length) =>
        Assert.Throws<CheckpointException>(() => Checkpoint.Parse(new byte[length], "x"));

    [Theory]
    [InlineData(0UL)]
    [InlineData(3UL)]
    [InlineData(100_000_001UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(0x8000000000000000UL)]
    public void A_wrong_header_length_is_refused(ulong length)
    {
        byte[] bytes = File("{}"u8.ToArray(), 0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Assert.Throws<CheckpointException>(() => Checkpoint.Parse(bytes, "x"));
    }

    [Fact]
    public void Every_damage_to_a_file_is_a_checkpoint_error() => Damage(100_000, seed: 1);

    [Fact(Explicit = true)]
    public void Five_million_damages_are_checkpoint_errors() => Console.Error.WriteLine($"CK-1: {Damage(5_000_000, seed: 2)}");

    /// <summary>
    /// Damages a file of ours and a foreign one in so many ways and reads them: a few bytes changed, taken out or put in, many of them such
    /// as have a meaning in the header, or the end cut off.
    /// </summary>
    private static string Damage(int times, int seed)
    {
        byte[][] whole = [Sample().ToBytes(), File(Encoding.UTF8.GetBytes(Good), 11)];
        byte[] meaningful = "{}[]\":,\\0123456789-.eEFU uxn\0\xff"u8.ToArray();
        var random = new System.Random(seed);
        var slowest = TimeSpan.Zero;
        long largest = 0;
        int accepted = 0;
        for (int i = 0; i < times; i++)
        {
            byte[] original = whole[i % whole.Length];
            var bytes = original.ToList();
            for (int edits = random.Next(1, 4); edits > 0; edits--)
            {
                int at = random.Next(random.Next(2) == 0 ? Math.Min(8, bytes.Count) : bytes.Count);
                byte value = random.Next(2) == 0 ? (byte)random.Next(256) : meaningful[random.Next(meaningful.Length)];
                switch (random.Next(4))
                {
                    case 0 when bytes.Count > 1:
                        bytes.RemoveAt(at);
                        break;
                    case 1:
                        bytes.Insert(at, value);
                        break;
                    case 2 when random.Next(4) == 0:
                        bytes.RemoveRange(at, bytes.Count - at);
                        bytes.Add(value);
                        break;
                    default:
                        bytes[at] = value;
                        break;
                }
            }

            byte[] damaged = [.. bytes];
            long allocated = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            try
            {
                Checkpoint.Parse(damaged, "x");
                accepted++;
                // Nothing guards the values of a foreign file, and a file of ours is one when marker and checksum have both lost their
                // names.
                bool isOurs = damaged.AsSpan().IndexOf("\"writer\":\"ilgpu-autoencoders/"u8) >= 0
                    || damaged.AsSpan().IndexOf("\"checksum\":\"xxh3:"u8) >= 0;
                Assert.True(!isOurs || damaged.AsSpan().SequenceEqual(original), Convert.ToBase64String(damaged));
            }
            catch (CheckpointException)
            {
            }

            slowest = Stopwatch.GetElapsedTime(start) is var time && time > slowest ? time : slowest;
            largest = Math.Max(largest, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }

        Assert.InRange(largest, 0, 64 << 20);
        return $"{times:N0} damages, {accepted:N0} of them to values of a file without checksum, others refused; at most {largest:N0} "
            + $"bytes taken and {slowest.TotalMilliseconds:F1} ms";
    }

    [Fact]
    public void Every_one_of_10_000_flips_in_the_tensors_is_found_and_the_file_named()
    {
        var checkpoint = new Checkpoint();
        var random = new System.Random(3);
        checkpoint.Tensors["a"] = CheckpointTensor.FromFloats([64, 64], [.. Enumerable.Range(0, 4096).Select(_ => random.NextSingle())]);
        byte[] bytes = checkpoint.ToBytes();
        for (int i = 0; i < Flips; i++)
        {
            int bit = 8 * (bytes.Length - 16_384) + random.Next(8 * 16_384);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = Assert.Throws<CheckpointException>(() => Checkpoint.Parse(bytes, "x"));
            Assert.Equal("Checkpoint: x is not a valid safetensors file: its bytes do not match its checksum; copy or train it again.",
                error.Message);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Checkpoint.Parse(bytes, "x");
    }

    [Fact]
    public void The_bytes_that_the_format_is_explained_with_are_read()
    {
        byte[] header = [.. """{"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}}"""u8];
        var tensor = Assert.Single(Checkpoint.Parse(File(header, 16), "x").Tensors).Value;
        Assert.Equal((ElementType.Int32, 4), (tensor.Type, tensor.Count));
        Assert.Equal([2L, 2L], tensor.Shape);
        Assert.Equal([0L, 0, 0, 0], tensor.ToInt64s());
    }

    [Fact]
    public void A_tensor_without_elements_is_read()
    {
        var checkpoint = Checkpoint.Parse(
            File([.. """{"a":{"dtype":"F32","shape":[0,7],"data_offsets":[0,0]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"""u8],
                4), "x");
        Assert.Empty(checkpoint.Tensors["a"].ToFloats());
    }

    [Fact]
    public void A_header_nested_100_000_deep_is_refused()
    {
        string header = "{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}";
        Assert.Throws<CheckpointException>(() => Checkpoint.Parse(File(Encoding.UTF8.GetBytes(header), 0), "x"));
    }

    [Fact]
    public void Every_flipped_bit_is_found()
    {
        byte[] bytes = Sample().ToBytes();
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<CheckpointException>(() => Checkpoint.Parse(bytes, "x"));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(2, Checkpoint.Parse(bytes, "x").Tensors.Count);
    }

    [Theory]
    [InlineData("""{"__metadata__":{"writer":"ilgpu-autoencoders/1"}}""", "a checksum, which is missing")]
    [InlineData("""{"__metadata__":{"checksum":"xxh3:0000000000000000","writer":"ilgpu-autoencoders/2"}}""", "made by a newer version")]
    [InlineData("""{"__metadata__":{"checksum":"xxh3:0000000000000000"}}""", "do not match its checksum")]
    public void A_file_of_ours_needs_its_checksum_and_a_known_version(string header, string reason) =>
        Assert.Contains(
            reason, Assert.Throws<CheckpointException>(() => Checkpoint.Parse(File(Encoding.UTF8.GetBytes(header), 0), "x")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"__metadata__":{"format":"pt"}}""")]
    [InlineData("""{"__metadata__":{"writer":"somebody else","checksum":"md5:1"}}""")]
    public void A_foreign_file_needs_neither(string header) =>
        Assert.Empty(Checkpoint.Parse(File(Encoding.UTF8.GetBytes(header), 0), "x").Tensors);

    [Theory]
    [InlineData("writer")]
    [InlineData("checksum")]
    public void The_writers_own_metadata_cannot_be_set(string key)
    {
        var checkpoint = Sample();
        checkpoint.Metadata[key] = "x";
        Assert.Throws<ArgumentException>(checkpoint.ToBytes);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        int read = 0;
        Gen.Select(s_genTensor.Array[0, 6], Gen.Dictionary(Gen.String, Gen.String)[0, 4]).Sample((tensors, metadata) =>
        {
            var written = new Checkpoint();
            foreach (var (name, shape, kind) in tensors)
            {
                long[] axes = Array.ConvertAll(shape, x => (long)x);
                int count = shape.Aggregate(1, (a, b) => a * b);
                written.Tensors[name] = kind switch
                {
                    0 => CheckpointTensor.FromFloats(axes, [.. Enumerable.Range(0, count).Select(i => Bits(i))]),
                    1 => CheckpointTensor.FromInt64s(axes, [.. Enumerable.Range(0, count).Select(i => long.MaxValue - i)]),
                    _ => CheckpointTensor.FromBytes(axes, [.. Enumerable.Range(0, count).Select(i => (byte)i)]),
                };
            }

            foreach (var (key, value) in metadata)
            {
                written.Metadata[key] = value;
            }

            byte[] bytes = written.ToBytes();
            Assert.Equal(0UL, BinaryPrimitives.ReadUInt64LittleEndian(bytes) % 8);
            var again = Checkpoint.Parse(bytes, "x");
            Assert.Equal(written.Metadata, again.Metadata);
            Assert.Equal(written.Tensors.Keys, again.Tensors.Keys);
            foreach (var (name, tensor) in written.Tensors)
            {
                Assert.Equal(tensor.Type, again.Tensors[name].Type);
                Assert.Equal(tensor.Bytes, again.Tensors[name].Bytes);
                Assert.Equal(tensor.Shape, again.Tensors[name].Shape);
            }

            Assert.Equal(bytes, again.ToBytes());
            Interlocked.Increment(ref read);
        }, iter: RoundTrips);
        Assert.Equal(RoundTrips, read);
    }

    /// <summary>Every fourth is -0, a NaN with a payload, or subnormal.</summary>
    private static float Bits(int i) => BitConverter.UInt32BitsToSingle((i & 15) switch
    {
        0 => 0x8000_0000,
        1 => 0x7FC1_2345,
        2 => 0xFFA0_0001,
        3 => 0x0000_0001,
        _ => (uint)i * 2_654_435_761,
    });

    [Fact]
    public void Every_float_type_is_read_as_floats()
    {
        var header = """
            {"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},
            "b":{"dtype":"BF16","shape":[1],"data_offsets":[2,4]},
            "c":{"dtype":"F64","shape":[],"data_offsets":[4,12]}}
            """u8;
        byte[] bytes = File(header.ToArray(), 12);
        var data = bytes.AsSpan(bytes.Length - 12);
        BinaryPrimitives.WriteHalfLittleEndian(data, (Half)1.5f);
        BinaryPrimitives.WriteUInt16LittleEndian(data[2..], 0xC040);
        BinaryPrimitives.WriteDoubleLittleEndian(data[4..], -0.25);
        var tensors = Checkpoint.Parse(bytes, "x").Tensors;
        Assert.Equal([1.5f, -3f, -0.25f], new[] { tensors["a"], tensors["b"], tensors["c"] }.Select(t => t.ToFloats()[0]));
    }

    [Fact]
    public void The_order_of_adding_does_not_change_the_bytes()
    {
        var (one, other) = (new Checkpoint(), new Checkpoint());
        foreach (string name in new[] { "b", "a", "a.b" })
        {
            one.Tensors[name] = CheckpointTensor.FromFloats([1], [name.Length]);
        }

        foreach (string name in new[] { "a.b", "a", "b" })
        {
            other.Tensors[name] = CheckpointTensor.FromFloats([1], [name.Length]);
        }

        Assert.Equal(one.ToBytes(), other.ToBytes());
    }

    [Fact]
    public void A_tensor_cannot_take_the_name_of_the_metadata()
    {
        var checkpoint = new Checkpoint();
        checkpoint.Tensors["__metadata__"] = CheckpointTensor.FromFloats([1], [0]);
        Assert.Throws<ArgumentException>(checkpoint.ToBytes);
    }

    [Fact]
    public void A_failed_write_leaves_the_earlier_file_and_nothing_else()
    {
        string folder = Directory.CreateTempSubdirectory().FullName, path = Path.Combine(folder, "x.safetensors");
        try
        {
            Sample().Write(path);
            byte[] before = System.IO.File.ReadAllBytes(path);
            Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
            {
                stream.Write(new byte[100_000]);
                throw new IOException("disk full");
            }));
            Assert.Equal(before, System.IO.File.ReadAllBytes(path));
            Assert.Equal([path], Directory.GetFiles(folder));
            Assert.Equal(Sample().ToBytes(), before);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_missing_file_is_a_checkpoint_error_that_names_it()
    {
        var error = Assert.Throws<CheckpointException>(() => Checkpoint.Read("no-such-folder/x.safetensors"));
        Assert.Contains("no-such-folder/x.safetensors", error.Message, StringComparison.Ordinal);
    }

    private static Checkpoint Sample()
    {
        var checkpoint = new Checkpoint();
        checkpoint.Tensors["encoder.0.weight"] = CheckpointTensor.FromFloats([2, 3], [1, 2, 3, 4, 5, 6]);
        checkpoint.Tensors["encoder.1.num_batches_tracked"] = CheckpointTensor.FromInt64s([], [7]);
        checkpoint.Metadata["family"] = "conv";
        return checkpoint;
    }

    private static byte[] File(byte[] header, int dataLength)
    {
        byte[] bytes = new byte[8 + header.Length + dataLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        header.CopyTo(bytes, 8);
        return bytes;
    }
}
