using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

[Collection(SimulatorTests.Name)]
public sealed class StorageTests(SimulatorFixture simulator) : IDisposable
{
    private readonly SimdDevice _device = new(1);

    [Fact]
    public unsafe void Storage_is_256_byte_aligned_and_disjoint()
    {
        var storages = Enumerable.Range(0, 50).Select(i => _device.Allocate(i * 7)).ToList();
        var starts = storages.Select(s => (long)_device.Pointer(s)).Order().ToList();
        Assert.All(starts, start => Assert.Equal(0, start % 256));
        Assert.Equal(starts.Count, starts.Distinct().Count());
    }

    [Fact]
    public void A_scope_gives_back_what_was_allocated_in_it()
    {
        var before = _device.Allocate(1000);
        long live = _device.LiveBytes;
        using (_device.OpenScope())
        {
            _device.Allocate(5000);
            using (_device.OpenScope())
            {
                _device.Free(_device.Allocate(3000));
                _device.Allocate(100);
            }

            Assert.Equal(live + (5056 * sizeof(float)), _device.LiveBytes);
            _device.AllocatePersistent(64);
        }

        Assert.Equal(live + 256, _device.LiveBytes);
        Assert.True(_device.PeakBytes >= live + (8000 * sizeof(float)));
        _device.Free(before);
    }

    [Fact]
    public void Memory_is_reused_from_scope_to_scope()
    {
        long Address()
        {
            using var scope = _device.OpenScope();
            var storage = _device.Allocate(123);
            unsafe
            {
                return (long)_device.Pointer(storage);
            }
        }

        Assert.Equal(Address(), Address());
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var storage = _device.Allocate(10);
        Assert.Throws<ArgumentException>(() => _device.Free(storage.Slice(0, 5)));
        Assert.Throws<ArgumentException>(() => simulator.Device.Free(storage));
        Assert.Throws<ArgumentException>(() => simulator.Device.View(storage));
        Assert.Throws<ArgumentOutOfRangeException>(() => storage.Slice(6, 5));
        Assert.Throws<ArgumentException>(() => _device.Upload<float>(new float[11], storage));
        _device.Free(storage);
        Assert.Throws<ArgumentException>(() => _device.Free(storage));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(129)]
    public void Any_number_of_bytes_travels_to_the_simulator_and_back(int count)
    {
        var storage = simulator.Device.Allocate(64);
        foreach (var target in new[] { storage, storage.Slice(3, 40) })
        {
            byte[] sent = [.. Enumerable.Range(1, count).Select(i => (byte)(i * 37))], received = new byte[count];
            simulator.Device.Upload<byte>(sent, target);
            simulator.Device.Download(target, received.AsSpan());
            Assert.Equal(sent, received);
        }

        simulator.Device.Free(storage);
    }

    [Fact]
    public void Bytes_beyond_a_copy_stay_as_they_were()
    {
        var storage = simulator.Device.Allocate(2);
        simulator.Device.Upload<byte>([1, 2, 3, 4, 5, 6, 7, 8], storage);
        simulator.Device.Upload<byte>([9, 9, 9], storage);
        byte[] received = new byte[8];
        simulator.Device.Download(storage, received.AsSpan());
        Assert.Equal(new byte[] { 9, 9, 9, 4, 5, 6, 7, 8 }, received);
        simulator.Device.Free(storage);
    }

    [Fact]
    public void More_memory_than_there_is_is_a_clear_error()
    {
        var error = Assert.ThrowsAny<Exception>(() => simulator.Device.AllocateChunk(1L << 44));
        Assert.IsType<InsufficientMemoryException>(error);
        Assert.Contains("halve the batch size, or make pictures or model smaller", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _device.Dispose();
}
