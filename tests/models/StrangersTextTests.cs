using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models;

/// <summary>Names and numbers from strangers' files in what is written for spreadsheets and for programs.</summary>
public sealed class StrangersTextTests
{
    [Theory]
    [InlineData("a/b.png", "a/b.png")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+4", "'+4")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@SUM(1,1)", "\"'@SUM(1,1)\"")]
    [InlineData("\t=1", "\\u0009=1")]
    [InlineData("two\nlines", "two\\u000alines")]
    public void A_field_is_text_on_one_line(string text, string field) => Assert.Equal(field, Csv.Field(text));

    [Fact]
    public void What_is_no_finite_number_is_null() => Assert.Equal(
        """{"mean":null,"least":null,"value":0.1,"single":1E-05,"none":null,"all":[null,2]}""",
        ResultJson.Write(new
        {
            Mean = double.NaN,
            Least = float.NegativeInfinity,
            Value = 0.1,
            Single = 1e-5f,
            None = (double?)null,
            All = (double[])[double.PositiveInfinity, 2],
        }));

    [Fact]
    public void Text_that_steers_a_terminal_is_escaped_and_reads_as_it_was()
    {
        const string Steering = "a\u001b[31m\u202eb\u200b\U000e0041";
        string json = ResultJson.Write(new { Name = Steering });
        Assert.Equal("""{"name":"a\u001b[31m\u202eb\u200b\udb40\udc41"}""", json, ignoreCase: true);
        Assert.Equal(Steering, System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("name").GetString());
    }
}
