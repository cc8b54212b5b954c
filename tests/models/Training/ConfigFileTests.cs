using System.Globalization;
using System.Text;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Training;

public class ConfigFileTests
{
    internal const int Damages = 10_000;

    private const string Yaml =
        "# a run\nmodel: conv\ndata: \"faces:60\"\nepochs: 3\nlr: 0.001\nloss: 'mae'\ncrop: center:0.5\nnoise-factor: 0.1..0.3\nlatent: "
        + "16\nmax-bad: 1%\n";
    private const string Json =
        "{\n\t\"model\": \"conv\",\n\t\"data\": \"faces:60\",\n\t\"epochs\": 3,\n\t\"lr\": 1e-3,\n\t\"loss\": \"mae\",\n\t\"latent\": "
        + "16\n}\n";

    [Fact]
    public void Yaml_and_json_set_the_same()
    {
        var yaml = TrainingConfig.Parse("model: conv\ndata: \"faces:60\"\nepochs: 3\nlr: 1e-3\nloss: mae\nlatent: 16\n", "c.yaml");

        Assert.Equal(yaml, TrainingConfig.Parse(Json, "c.json"));
        Assert.Equal((3, 0.001, 16), (yaml.Epochs, yaml.LearningRate, yaml.Latent));
    }

    [Fact]
    public void Json_reads_as_yaml_too_as_every_json_does() =>
        Assert.Equal(TrainingConfig.Parse(Json, "c.json"), TrainingConfig.Parse(Json, "c.yaml"));

    [Theory]
    [InlineData("c.yaml", "latent: [64, 128]\n", "latent 64 128 c.yaml:1")]
    [InlineData("c.yaml", "\nlatent:\n  - 64\n", "latent 64 c.yaml:2")]
    [InlineData("c.json", "{\n \"latent\": [64, 128]}", "latent 64 128 c.json:2")]
    [InlineData("c.json", "{\"data\": \"a\\ud83d\\ude00\", \"levels\": true}", "data a\U0001F600 c.json:1|levels true c.json:1")]
    public void Lists_and_texts_are_read(string name, string text, string expected) =>
        Assert.Equal(expected,
            string.Join('|', ConfigFile.Parse(text, name).Select(entry => $"{entry.Key} {string.Join(' ', entry.Values)} {entry.Where}")));

    [Theory]
    [InlineData("c.yaml", "epochs:\n", "c.yaml:1: the key 'epochs' has no value")]
    [InlineData("c.yaml", "epochs: null\n", "c.yaml:1: the key 'epochs' has no value")]
    [InlineData("c.yaml", "a: &x [1]\nb: *x\n", "c.yaml:2: the key 'b' takes one value")]
    [InlineData("c.yaml", "? [a, b]\n: 1\n", "c.yaml:1: ")]
    [InlineData("c.yaml", "a: 1\n---\nb: 2\n", "c.yaml:")]
    [InlineData("c.yaml", "a: {b: 1}\n", "c.yaml:1: the key 'a' takes one value")]
    [InlineData("c.yaml", "a\u001b[31m: {}\n", "c.yaml:1: ")]
    [InlineData("c.json", "{\"epochs\": null}", "c.json:1: the key 'epochs' has no value")]
    [InlineData("c.json", "{\n\"a\": {\"b\": 1}}", "c.json:2: the key 'a' takes one value")]
    [InlineData("c.json", "{\n\"a\": [[1]]}", "c.json:2: the key 'a' takes one value")]
    [InlineData("c.json", "{\"a\": 1,\n\n\"a\": 2}", "c.json:3: the key 'a' is set twice")]
    [InlineData("c.json", "{\n\"a\": 1,\n}", "c.json:3: this is not valid JSON")]
    [InlineData("c.json", "{\"a\": 1}\n{}", "c.json:2: this is not valid JSON")]
    [InlineData("c.json", "[1]", "c.json:1: this is not a JSON object")]
    [InlineData("c.json", "{\n\"a\": \"\\ud83d\"}", "c.json:2: a string holds half a surrogate pair")]
    [InlineData("c.json", "{\"a\": 1", "c.json:1: this is not valid JSON")]
    public void What_is_no_mapping_is_named_with_its_line(string name, string text, string said)
    {
        string message = Assert.Throws<ConfigurationException>(() => ConfigFile.Parse(text, name)).Message;

        Assert.StartsWith(said, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', message);
    }

    [Theory]
    [InlineData("c.yaml", "[")]
    [InlineData("c.yaml", "{a: ")]
    [InlineData("c.yaml", "a: [")]
    [InlineData("c.yaml", "- ")]
    [InlineData("c.yaml", "? ")]
    [InlineData("c.json", "[")]
    [InlineData("c.json", "{\"a\":")]
    public void A_hundred_thousand_levels_are_refused(string name, string level) =>
        Assert.Throws<ConfigurationException>(() => ConfigFile.Parse(string.Concat(Enumerable.Repeat(level, 100_000)), name));

    [Fact]
    public void An_alias_bomb_is_refused_before_it_grows()
    {
        var bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c <= 'i'; c++)
        {
            bomb.Append(CultureInfo.InvariantCulture, $"{c}: &{c} [{string.Join(", ", Enumerable.Repeat($"*{(char)(c - 1)}", 9))}]\n");
        }

        Assert.StartsWith("bomb.yaml:2: ",
            Assert.Throws<ConfigurationException>(() => ConfigFile.Parse(bomb.ToString(), "bomb.yaml")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_key_is_shown_in_part()
    {
        string message =
            Assert.Throws<ConfigurationException>(() => TrainingConfig.Parse(new string('k', 200_000) + ": 1\n", "c.yaml")).Message;

        Assert.InRange(message.Length, 100, 2000);
    }

    [Theory]
    [InlineData(".yaml", Yaml)]
    [InlineData(".json", Json)]
    public void Byte_order_marks_and_line_ends_change_nothing(string ending, string text)
    {
        string file = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ending);
        var expected = TrainingConfig.Parse(text, file);
        try
        {
            foreach (var encoding in (Encoding[])[new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode,
                Encoding.BigEndianUnicode])
            {
                foreach (string lines in (string[])[text, text.Replace("\n", "\r\n", StringComparison.Ordinal)])
                {
                    File.WriteAllText(file, lines, encoding);
                    Assert.Equal(expected, TrainingConfig.Read(file));
                }
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_file_without_end_is_refused()
    {
        string file = Path.GetTempFileName();
        File.WriteAllBytes(file, new byte[(1 << 20) + 1]);

        Assert.Contains(
            "larger than 1 MiB", Assert.Throws<ConfigurationException>(() => ConfigFile.Read(file)).Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public void Numbers_are_read_and_written_alike_where_commas_mark_decimals()
    {
        var before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NegativeSign) = (
            ",", ".", "−");
        var expected = TrainingConfig.Parse(Yaml, "c.yaml");
        string written = TrainingConfig.Write(expected);
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, TrainingConfig.Parse(Yaml, "c.yaml"));
            Assert.Equal(written, TrainingConfig.Write(expected));
            Assert.Throws<ConfigurationException>(() => TrainingConfig.Parse("lr: 0,1\n", "c.yaml"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>What 10,000 damaged files come to: options, or the one kind of error that people are told of in a sentence.</summary>
    [Fact]
    public void Ten_thousand_damaged_files_are_read_or_refused()
    {
        var random = new Random(7);
        int refused = 0;
        for (int i = 0; i < Damages; i++)
        {
            (string name, string text) = i % 2 == 0 ? ("c.yaml", Yaml) : ("c.json", Json);
            string damaged = Encoding.UTF8.GetString(Damage(Encoding.UTF8.GetBytes(text), random));
            try
            {
                var options = TrainingConfig.Parse(damaged, name);
                options.Validate();
                _ = options.Network;
            }
            catch (ConfigurationException error)
            {
                refused++;
                Assert.InRange(error.Message.Length, 10, 2000);
                Assert.DoesNotContain(error.Message, char.IsControl);
            }
        }

        Assert.InRange(refused, 5_000, 9_999);
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var structure = "{}[]:,-?&*!|>'\"%@`#\\\n\t \0\xff"u8;
        var damaged = new List<byte>(bytes);
        for (int n = random.Next(1, 5); n > 0; n--)
        {
            int at = random.Next(damaged.Count), length = random.Next(1, Math.Min(20, damaged.Count - at) + 1);
            switch (random.Next(6))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged[at] = structure[random.Next(structure.Length)];
                    break;
                case 2:
                    damaged.Insert(at, structure[random.Next(structure.Length)]);
                    break;
                case 3 when damaged.Count > length:
                    damaged.RemoveRange(at, length);
                    break;
                case 4:
                    damaged.InsertRange(at, [.. damaged[at..(at + length)]]);
                    break;
                default:
                    damaged.RemoveRange(at, Math.Max(0, damaged.Count - at - 1));
                    break;
            }
        }

        return [.. damaged];
    }
}
