using CsCheck;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Data.Batches;

namespace ILGpuAutoencoders.Tests.Data.Batches;

public class BatchSourceTests
{
    private static readonly Corruption s_noise = new(CorruptionKind.Gaussian, 0.2f);

    [Theory]
    [InlineData(10, 4, new[] { 4, 4, 2 })]
    [InlineData(9, 4, new[] { 4, 5 })]
    [InlineData(8, 4, new[] { 4, 4 })]
    [InlineData(1, 4, new[] { 1 })]
    [InlineData(5, 4, new[] { 5 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    [InlineData(3, 64, new[] { 3 })]
    [InlineData(0, 4, new int[0])]
    public void A_partial_batch_is_used_and_a_single_picture_joins_the_batch_before(int pictures, int batchSize, int[] sizes)
    {
        var source = new BatchSource(Set(pictures), new BatchOptions { BatchSize = batchSize });
        Assert.Equal(sizes.Length, source.BatchCount);
        Assert.Equal(sizes, source.Epoch(0).Select(batch => batch.Count));
    }

    [Fact]
    public void Workers_and_depth_change_nothing() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 9], Gen.Int[1, 5], Gen.Int[1, 4], Gen.Int[0, 3]).Sample(
            (pictures, batchSize, workers, ahead, epoch) =>
        {
            var set = Set(pictures);
            var options = new BatchOptions { BatchSize = batchSize, Seed = 3, Corruption = s_noise, Flip = true };
            return Record(new BatchSource(set, options).Epoch(epoch))
                .SequenceEqual(Record(new BatchSource(set, options with { Workers = workers, Ahead = ahead }).Epoch(epoch)));
        }, iter: 60);

    [Fact]
    public void Every_epoch_holds_each_picture_once_in_another_order()
    {
        var source = new BatchSource(Set(50), new BatchOptions { BatchSize = 8, Seed = 1 });
        int[][] orders =
            [.. Enumerable.Range(0, 3).Select(epoch => source.Epoch(epoch).SelectMany(batch => batch.Indices.ToArray()).ToArray())];
        Assert.All(orders, order => Assert.Equal(Enumerable.Range(0, 50), order.Order()));
        Assert.NotEqual(orders[0], orders[1]);
        Assert.NotEqual(orders[1], orders[2]);
        Assert.Equal(orders[1], source.Epoch(1).SelectMany(batch => batch.Indices.ToArray()));
    }

    /// <summary>What a rank computes of each batch in training does not take pictures from evaluation.</summary>
    [Fact]
    public void A_share_is_of_training_alone_and_batches_in_order_have_one_of_their_own()
    {
        var options = new BatchOptions { BatchSize = 8, Corruption = s_noise, Share = count => (count - 1, 1) };
        string[] whole = Record(new BatchSource(Set(50), options with { Share = null }).Sequential());
        Assert.Equal(whole, Record(new BatchSource(Set(50), options).Sequential()));
        for (int first = 0; first <= whole.Length; first++)
        {
            for (int end = first; end <= whole.Length; end++)
            {
                var source = new BatchSource(Set(50), options with { SequentialShare = (first, end) });
                source.Prepare(null);
                Assert.Equal(whole[first..end], Record(source.Sequential()));
                Assert.Equal(whole.Length, source.Epoch(0).Count());
            }
        }
    }

    [Fact]
    public void An_epoch_can_be_entered_at_any_batch()
    {
        var source = new BatchSource(Set(50), new BatchOptions { BatchSize = 8, Workers = 2, Corruption = s_noise });
        string[] whole = Record(source.Epoch(2));
        for (int first = 0; first <= whole.Length; first++)
        {
            Assert.Equal(whole[first..], Record(source.Epoch(2, first)));
        }
    }

    [Fact]
    public void Corruption_of_a_picture_does_not_depend_on_its_batch()
    {
        var set = Set(20);
        var small = Pictures(new BatchSource(set, new BatchOptions { BatchSize = 3, Corruption = s_noise, Flip = true }));
        var large = Pictures(
            new BatchSource(set, new BatchOptions { BatchSize = 20, Corruption = s_noise, Flip = true }));
        Assert.Equal(small.OrderBy(p => p.Key), large.OrderBy(p => p.Key));

        static Dictionary<int, string> Pictures(BatchSource source)
        {
            var pictures = new Dictionary<int, string>();
            foreach (var batch in source.Epoch(4))
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    pictures.Add(batch.Indices[i], string.Join(' ', batch.Input.Slice(i * batch.ImageLength, batch.ImageLength).ToArray()));
                }
            }
            return pictures;
        }
    }

    [Fact]
    public void Targets_are_clean_and_inputs_are_the_same_memory_without_corruption()
    {
        var set = Set(6);
        foreach (var batch in new BatchSource(set, new BatchOptions { BatchSize = 3 }).Epoch(0))
        {
            Assert.True(batch.Input == batch.Target);
            AssertClean(set, batch);
        }
        foreach (var batch in new BatchSource(set, new BatchOptions { BatchSize = 3, Corruption = s_noise }).Epoch(0))
        {
            Assert.False(batch.Input.SequenceEqual(batch.Target));
            AssertClean(set, batch);
        }

        static void AssertClean(PixelSet set, Batch batch)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                Assert.Equal(set.Image(batch.Indices[i]).ToArray().Select(b => b / 255f),
                    batch.Target.Slice(i * batch.ImageLength, batch.ImageLength).ToArray());
            }
        }
    }

    [Fact]
    public void About_half_of_the_pictures_are_mirrored()
    {
        var set = Set(400);
        int mirrored = 0;
        foreach (var batch in new BatchSource(set, new BatchOptions { Flip = true }).Epoch(1))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                var stored = set.Image(batch.Indices[i]);
                var shown = batch.Target.Slice(i * batch.ImageLength, batch.ImageLength);
                bool turned = shown[0] != stored[0] / 255f || shown[1] != stored[1] / 255f;
                Assert.Equal(stored[turned ? 3 * (set.Shape.Width - 1) : 0] / 255f, shown[0]);
                Assert.Equal(stored[turned ? 3 * (set.Shape.Width - 1) + 2 : 2] / 255f, shown[2]);
                mirrored += turned ? 1 : 0;
            }
        }
        Assert.InRange(mirrored, 160, 240);
    }

    [Fact]
    public void Evaluation_is_in_order_not_mirrored_and_always_corrupted_alike()
    {
        var source = new BatchSource(Set(21), new BatchOptions { BatchSize = 4, Corruption = s_noise, Flip = true, Workers = 2 });
        Assert.Equal(Enumerable.Range(0, 21), source.Sequential().SelectMany(batch => batch.Indices.ToArray()));
        Assert.Equal(Record(source.Sequential()), Record(source.Sequential()));
        Assert.Equal(Set(21).Image(0)[0] / 255f, source.Sequential().First().Target[0]);
    }

    [Fact]
    public void Leaving_early_and_cancelling_end_the_threads()
    {
        var source = new BatchSource(Set(60), new BatchOptions { BatchSize = 2, Workers = 3 });
        foreach (var batch in source.Epoch(0))
        {
            if (batch.Number == 2)
            {
                break;
            }
        }
        using var cancel = new CancellationTokenSource();
        int seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var batch in source.Epoch(0, 0, cancel.Token))
            {
                if (++seen == 5)
                {
                    cancel.Cancel();
                }
            }
        });
        Assert.Equal(5, seen);
        Assert.Equal(30, source.Epoch(0).Count());
    }

    [Fact]
    public void What_is_prepared_ahead_is_what_would_have_been_made()
    {
        var options = new BatchOptions { BatchSize = 8, Seed = 3, Corruption = s_noise, Flip = true, Workers = 2 };
        BatchSource plain = new(Set(50), options), ahead = new(Set(50), options);
        string[] epoch = Record(plain.Epoch(3)), evaluation = Record(plain.Sequential());
        ahead.Prepare(3);
        Assert.Equal(epoch, Record(ahead.Epoch(3)));
        Assert.Equal(epoch, Record(ahead.Epoch(3)));
        ahead.Prepare(2);
        Assert.Equal(epoch, Record(ahead.Epoch(3)));
        ahead.Prepare(3);
        Assert.Equal(epoch[2..], Record(ahead.Epoch(3, 2)));
        ahead.Prepare(3);
        ahead.Prepare(null);
        Assert.Equal(evaluation, Record(ahead.Sequential()));
        using var stop = new CancellationTokenSource();
        ahead.Prepare(3, stop.Token);
        stop.Cancel();
        Assert.Equal(epoch, Record(ahead.Epoch(3)));
    }

    [Fact]
    public void A_pass_fills_its_memory_before_anything_is_taken()
    {
        var ring = new Batch[3];
        int made = 0;
        using var pass = new BatchPass(0, 0, 10, [ring, ring], (_, _) => Interlocked.Increment(ref made), CancellationToken.None);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref made) == 6, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Two_enumerations_at_once_are_refused()
    {
        var source = new BatchSource(Set(10), new BatchOptions { BatchSize = 2 });
        using var first = source.Epoch(0).GetEnumerator();
        Assert.True(first.MoveNext());
        Assert.Throws<InvalidOperationException>(() => source.Epoch(0).First());
        Assert.Throws<InvalidOperationException>(() => source.Prepare(1));
    }

    internal static PixelSet Set(int count)
    {
        byte[] pixels = new byte[count * 3 * 8 * 8];
        new System.Random(5).NextBytes(pixels);
        return new PixelSet(8, [.. Enumerable.Range(0, count).Select(i => $"{i}")], pixels);
    }

    private static string[] Record(IEnumerable<Batch> batches) => [.. batches.Select(batch =>
        $"{batch.Number}: {string.Join(' ', batch.Indices.ToArray())}: {string.Join(' ', batch.Input.ToArray())}: "
        + $"{string.Join(' ', batch.Target.ToArray())}")];
}
