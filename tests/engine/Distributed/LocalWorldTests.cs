using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine.Distributed;

public class LocalWorldTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("simulator")]
    public void Words_arrive_in_the_order_they_were_sent_in(string name) => LocalWorld.Run(3, world =>
    {
        using ComputeDevice device = name == "cpu" ? new SimdDevice(1) : SimtDevice.Simulator();
        int[] others = [.. Enumerable.Range(0, 3).Where(rank => rank != world.Rank)];
        var sent = others.SelectMany(other => new[] { (other, 1f), (other, 2f) }).Select(
            letter => new Transfer(letter.other, Tensor.FromArray(device, [2], [world.Rank, (10 * letter.other) + letter.Item2]).Storage));
        var received = others.SelectMany(other => new[] { other, other })
            .Select(other => new Transfer(other, device.Allocate(2))).ToArray();
        world.AllToAll([.. sent], received);
        float[] own = [(10 * world.Rank) + 1, (10 * world.Rank) + 2];
        Assert.All(received.Index(), letter => Assert.Equal(
            [letter.Item.Rank, own[letter.Index % 2]], new Tensor([2], letter.Item.Words).ToArray()));
    });

    [Fact]
    public void Texts_of_any_length_reach_everybody() => LocalWorld.Run(4, world =>
    {
        string[] all = world.AllGather(new string('ä', world.Rank * 3));
        Assert.Equal(["", "äää", "ääääää", "äääääääää"], all);
        Assert.Equal("of 0", world.Broadcast($"of {world.Rank}"));
        Assert.Null(world.Broadcast(world.Rank == 0 ? null : "not read"));
        Assert.True(world.Any(world.Rank == 2));
        Assert.False(world.Any(false));
    });

    [Fact]
    public void The_error_of_one_rank_ends_all()
    {
        var error = Assert.Throws<FormatException>(() => LocalWorld.Run(3, world =>
        {
            if (world.Rank == 1)
            {
                throw new FormatException("of rank 1");
            }

            world.Any(false);
        }));
        Assert.Equal("of rank 1", error.Message);
    }
}
