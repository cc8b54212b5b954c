using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data;

public class QuantityTests
{
    [Theory]
    [InlineData(0, "0 pictures")]
    [InlineData(1, "1 picture")]
    [InlineData(2, "2 pictures")]
    [InlineData(1234567, "1,234,567 pictures")]
    public void One_has_no_s(long count, string text) => Assert.Equal(text, Quantity.Of(count, "picture"));

    [Fact]
    public void A_noun_may_have_a_plural_of_its_own()
    {
        Assert.Equal("1 person", Quantity.Of(1, "person", "people"));
        Assert.Equal("3 people", Quantity.Of(3, "person", "people"));
    }
}
