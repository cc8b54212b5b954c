using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Uses.Anomaly;
using ILGpuAutoencoders.Tests.Cli;

namespace ILGpuAutoencoders.Tests.Models.Uses;

/// <summary>Which pictures are labelled, by folders and by a file.</summary>
public sealed class AnomalyLabelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("S/normal/1.png", "S", false, null)]
    [InlineData("S/Normal/1.png", "S/Normal", false, null)]
    [InlineData("S/OK/1.png", "S", false, null)]
    [InlineData("S/abnormal/1.png", "S", true, null)]
    [InlineData("S/NOK/scratch/1.png", "S", true, "scratch")]
    [InlineData("S/not_ok/1.png", "S", true, null)]
    [InlineData("S/anomaly/normal/1.png", "S", false, null)]
    [InlineData("S/unsorted/1.png", "S", null, null)]
    [InlineData("anomaly/S/1.png", "anomaly/S", null, null)]
    [InlineData("anomaly/S/1.png", "anomaly/S/1.png", null, null)]
    [InlineData("anomaly/1.png", "anomaly/1.png", true, null)]
    [InlineData("anomaly/1.png", "anomaly/*.png", true, null)]
    [InlineData("bottle/test/good/1.png", "bottle/test", false, null)]
    [InlineData("bottle/test/broken_large/1.png", "bottle/test", true, "broken_large")]
    [InlineData("bottle/test/broken_large/1.png", "bottle", true, "broken_large")]
    public void Folders_at_or_below_an_input_are_labels(string file, string input, bool? isAnomaly, string? kind)
    {
        foreach (string name in new[] { file, "bottle/test/good/0.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            File.WriteAllText(_folder[name], "");
        }

        var label = AnomalyLabels.Read(null, [_folder[input]]).Of(_folder[file]);
        Assert.Equal(isAnomaly, label?.IsAnomaly);
        Assert.Equal(kind, label?.Kind);
    }

    [Fact]
    public void A_file_of_labels_may_quote_its_fields()
    {
        File.WriteAllText(_folder["l.csv"], "File,Label\r\n\"a,\"\"b\"\".png\",Anomaly,\"cut, deep\"\r\nc.png, ok\r\nd.png,1\r\n");
        var labels = AnomalyLabels.Read(_folder["l.csv"], []);
        Assert.Equal((true, "cut, deep"), labels.Of(_folder["a,\"b\".png"]));
        Assert.Equal((false, null), labels.Of(_folder["c.png"]));
        Assert.Equal((true, null), labels.Of(_folder["d.png"]));
        Assert.Null(labels.Of(_folder["e.png"]));
        labels.RequireUse();
    }

    [Fact]
    public void Labels_of_other_pictures_are_an_error()
    {
        File.WriteAllText(_folder["l.csv"], "elsewhere.png,normal\n");
        var labels = AnomalyLabels.Read(_folder["l.csv"], []);
        Assert.Null(labels.Of(_folder["a.png"]));
        Assert.Contains("elsewhere.png", Assert.Throws<DataSetException>(labels.RequireUse).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.png,perhaps")]
    [InlineData(",normal")]
    [InlineData("a\0b.png,normal")]
    public void A_line_without_a_label_is_named(string line)
    {
        File.WriteAllText(_folder["l.csv"], $"b.png,normal\n{line}\n");
        Assert.Contains(
            "l.csv:2:", Assert.Throws<DataSetException>(() => AnomalyLabels.Read(_folder["l.csv"], [])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b", "a|b")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData("\"a\"\"b\",", "a\"b|")]
    [InlineData("a\"b,c", "a\"b|c")]
    [InlineData("", "")]
    public void Fields_are_those_of_rfc_4180(string line, string fields) => Assert.Equal(fields.Split('|'), Csv.Fields(line));
}
