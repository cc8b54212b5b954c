using ILGpuAutoencoders.Engine.Devices.Simd;

namespace ILGpuAutoencoders.Tests.Engine;

public unsafe class ScratchTests
{
    [Fact]
    public void Parts_are_aligned_and_keep_what_is_written_while_inner_calls_take_theirs()
    {
        using var outer = Scratch.Open();
        float* first = outer.Floats(5), second = outer.Floats(1000);
        int* third = outer.Ints(3);
        new Span<float>(first, 5).Fill(1);
        new Span<float>(second, 1000).Fill(2);
        new Span<int>(third, 3).Fill(3);
        for (int call = 0; call < 3; call++)
        {
            using var inner = Scratch.Open();
            // More than the thread has, so that it needs a further block.
            float* large = inner.Floats(1 << (16 + call));
            Assert.Equal(0, (nint)large % 64);
            new Span<float>(large, 1 << (16 + call)).Fill(4);
            new Span<int>(inner.Ints(7), 7).Fill(5);
        }

        Assert.All(new[] { (nint)first, (nint)second, (nint)third }, part => Assert.Equal(0, part % 64));
        Assert.Equal(-1, new Span<float>(first, 5).IndexOfAnyExcept(1f));
        Assert.Equal(-1, new Span<float>(second, 1000).IndexOfAnyExcept(2f));
        Assert.Equal(-1, new Span<int>(third, 3).IndexOfAnyExcept(3));
    }

    [Fact]
    public void What_was_given_back_is_taken_again_from_one_block()
    {
        (nint First, nint Second) Take()
        {
            using var scratch = Scratch.Open();
            return ((nint)scratch.Floats(100_000), (nint)scratch.Floats(200_000));
        }

        Take();
        var (first, second) = Take();
        Assert.Equal(100_000 * sizeof(float), second - first);
        Assert.Equal((first, second), Take());
    }

    [Fact]
    public void Rows_begin_at_multiples()
    {
        using var scratch = Scratch.Open();
        Assert.Equal([0, 7, 14, 21], new ReadOnlySpan<int>(scratch.Multiples(7, 4), 4));
    }
}
