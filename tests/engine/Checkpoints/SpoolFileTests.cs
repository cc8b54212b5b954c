using System.Runtime.InteropServices;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine.Checkpoints;

public sealed class SpoolFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spool").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_tensor_from_a_spool_file_has_the_bytes_of_one_from_memory()
    {
        float[] values = [.. Enumerable.Range(0, 50_000).Select(i => 0.5f * i)];
        var expected = new Checkpoint();
        expected.Tensors["x"] = CheckpointTensor.FromFloats([10_000, 5], values);
        using (var spool = new SpoolFile(Path.Combine(_folder, "x")))
        {
            foreach (float[] some in values.Chunk(777))
            {
                spool.Add(MemoryMarshal.AsBytes(some.AsSpan()).ToArray());
            }

            var actual = new Checkpoint();
            actual.Tensors["x"] = CheckpointTensor.FromFloats([10_000, 5], spool);
            Assert.Equal(50_000, actual.Tensors["x"].Count);
            Assert.Equal(expected.ToBytes(), actual.ToBytes());
            Assert.Equal(expected.ToBytes(), actual.ToBytes());
            Assert.Throws<ArgumentException>(() => CheckpointTensor.FromFloats([10_001, 5], spool));
            Assert.Single(Directory.GetFiles(_folder));
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_missing_folder_is_told_of_in_one_sentence()
    {
        var error = Assert.Throws<IOException>(() => new SpoolFile(Path.Combine(_folder, "none", "x")));
        Assert.Contains("its folder does not exist", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, "none", "x"), error.Message, StringComparison.Ordinal);
    }
}
