using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Tests.Models.Inference;

public sealed class ReadAheadTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(4, 4)]
    [InlineData(9, 4)]
    [InlineData(9, 1)]
    public void Items_come_in_their_order(int count, int size) =>
        Assert.Equal(Enumerable.Range(0, count).Select(i => 3 * i), ReadAhead.Of(count, size, i => 3 * i, default));

    [Fact]
    public void No_more_than_two_groups_are_read_ahead_and_nothing_after_the_end()
    {
        int most = 0, taken = 0;
        foreach (int item in ReadAhead.Of(100, 5, Read, default))
        {
            if (++taken == 33)
            {
                break;
            }
        }

        int after = most;
        Thread.Sleep(20);
        Assert.Equal(after, most);
        Assert.InRange(most, 33, 45);

        int Read(int i)
        {
            Interlocked.Increment(ref most);
            Assert.True(i < Volatile.Read(ref taken) + 10, $"{i} is read while {taken} are taken");
            return i;
        }
    }

    [Fact]
    public void An_error_comes_as_it_is_after_the_items_before_its_group()
    {
        var seen = new List<int>();
        var error = Assert.Throws<InvalidDataException>(() => seen.AddRange(ReadAhead.Of(
            20, 4, i => i == 9 ? throw new InvalidDataException("nine") : i, default).Select(i => i)));
        Assert.Equal("nine", error.Message);

        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (int item in ReadAhead.Of(1000, 4, i => i, stop.Token))
            {
                stop.Cancel();
            }
        });
    }

    [Fact]
    public void What_is_written_behind_is_waited_for_and_its_error_told()
    {
        int written = 0;
        using (var behind = new WriteBehind())
        {
            behind.Start(3, _ => Interlocked.Increment(ref written));
            behind.Start(4, _ => Interlocked.Increment(ref written));
            behind.Finish();
            Assert.Equal(7, written);
            behind.Start(2, _ => throw new IOException("full"));
            Assert.Equal("full", Assert.Throws<IOException>(behind.Finish).Message);
            behind.Start(1, _ => throw new IOException("too late"));
        }
    }
}
