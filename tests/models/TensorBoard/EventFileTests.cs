using System.Text;
using ILGpuAutoencoders.Models.TensorBoard;

namespace ILGpuAutoencoders.Tests.Models.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string FilePath => Path.Combine(_folder, "events.out.tfevents.test");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_checksum_is_that_of_the_standard()
    {
        // CRC-32C of "123456789" is E3069283 (RFC 3720); a record holds it rotated and shifted.
        Assert.Equal(
            unchecked(((0xE3069283u >> 15) | (0xE3069283u << 17)) + 0xA282EAD8u), EventFile.Checksum(Encoding.ASCII.GetBytes("123456789")));
        for (int length = 0; length < 40; length++)
        {
            byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(37 * i))];
            Assert.Equal(EventReader.MaskedCrc(bytes), EventFile.Checksum(bytes));
        }
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        using (var file = new EventFile(FilePath, lastStep: 0))
        {
            file.Scalar(1, "loss/train", 0.25);
            file.Scalar(3_000_000_000, "grüße", -1e-3);
            file.Image(7, "samples", [1, 2, 3], width: 5, height: 4);
        }

        var (version, values) = EventReader.Read(FilePath);
        Assert.Equal("brain.Event:2", version);
        Assert.Equal([new(1, "loss/train", 0.25f, null), new(3_000_000_000, "grüße", -1e-3f, null)], values[..2]);
        Assert.Equal(
            (7, "samples", 4, 5), (values[2].Step, values[2].Tag, values[2].Picture!.Value.Height, values[2].Picture!.Value.Width));
        Assert.Equal([1, 2, 3], values[2].Picture!.Value.Png);
    }

    [Fact]
    public void Opening_again_drops_later_steps_and_a_torn_end_wherever_it_is_torn()
    {
        using (var file = new EventFile(FilePath, 0))
        {
            file.Scalar(1, "a", 1);
            file.Scalar(2, "a", 2);
            file.Scalar(3, "a", 3);
        }

        byte[] whole = File.ReadAllBytes(FilePath);
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            using (var file = new EventFile(FilePath, lastStep: 2))
            {
                file.Scalar(9, "b", 4);
            }

            var (version, values) = EventReader.Read(FilePath);
            Assert.Equal("brain.Event:2", version);
            Assert.Equal("b", values[^1].Tag);
            Assert.Equal(Enumerable.Range(1, values.Count - 1).Select(i => (long)i), values[..^1].Select(value => value.Step));
            Assert.True(values.Count <= 3 && (length < whole.Length || values.Count == 3));
        }
    }

    [Fact]
    public void A_damaged_record_and_what_follows_is_dropped()
    {
        using (var file = new EventFile(FilePath, 0))
        {
            file.Scalar(1, "a", 1);
            file.Scalar(2, "a", 2);
        }

        byte[] bytes = File.ReadAllBytes(FilePath);
        bytes[^6] ^= 1;
        File.WriteAllBytes(FilePath, bytes);
        new EventFile(FilePath, long.MaxValue).Dispose();
        Assert.Equal([1L], EventReader.Read(FilePath).Values.Select(value => value.Step));
    }
}
