using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Training;

public sealed class TrainingConfigTests
{
    private static readonly TrainingOptions s_unusual = new()
    {
        Model = "improved",
        Data = "a: folder #1",
        DataSeed = 3,
        Seed = ulong.MaxValue,
        ImageSize = 32,
        Crop = Crop.Center(0.8f),
        Latent = 7,
        Settings = new(("down", "pool"), ("up", "nearest"), ("dropout", "0.25")),
        Loss = Loss.MaeSsim,
        Noise = CorruptionKind.SaltPepper,
        NoiseFactor = 0.3f,
        Epochs = 2,
        BatchSize = 5,
        LearningRate = 0.1f,
        Optimizer = UpdateRule.AdamW,
        WeightDecay = 1e-5f,
        Schedule = ScheduleKind.Plateau,
        Warmup = 0.5,
        StepSize = 3,
        Gamma = 0.2,
        PlateauFactor = 0.3,
        PlateauPatience = 4,
        ClipNorm = 1.5,
        Ema = 0.99,
        EarlyStop = 6,
        MaxSteps = 9,
        MaxBad = 0.025,
        MaxPixels = 123_456,
        FollowLinks = true,
        Workers = 2,
        Device = "cpu",
        Threads = 2,
        Precision = Precision.Fp32,
        Augment = Augmentation.Flip,
        CropJitter = 0.25,
        Brightness = 0.5,
        CutOut = 0.125,
        Init = "runs/a: b",
    };

    [Fact]
    public void What_is_written_is_read_again()
    {
        Assert.Equal(s_unusual, TrainingConfig.Parse(TrainingConfig.Write(s_unusual), "config.yaml"));
        var defaults = new TrainingOptions();
        Assert.Equal(defaults with { Noise = CorruptionKind.None }, TrainingConfig.Parse(TrainingConfig.Write(defaults), "config.yaml"));
    }

    [Fact]
    public void A_batch_size_may_be_left_open()
    {
        var row = TrainingOptions.Table.Find("batch-size")!;
        var open = row.Set(new TrainingOptions(), "auto");
        Assert.Equal((TrainingOptions.AutoBatchSize, "auto"), (open.BatchSize, row.Format(open)));
        Assert.Equal("'0' is not valid; use 1 to 65536, or auto.", row.Problem("0"));
    }

    [Fact]
    public void Every_option_has_a_key() => Assert.Equal(
        typeof(TrainingOptions).GetProperties().Count(property => property.CanWrite && property.Name != nameof(TrainingOptions.Settings))
            + ModelCatalog.Options.Count(option => !option.IsCommon),
        TrainingOptions.Table.Options.Count);

    [Fact]
    public void Settings_that_no_family_has_are_refused() => Assert.Equal(
        "dropuot",
        Assert.Throws<ConfigurationException>(() => new TrainingOptions { Settings = new(("dropuot", "0.5")) }.Validate()).Key);

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public void Settings_are_equal_whatever_their_order(string first, string second)
    {
        var settings = new FamilySettings((first, "1"), (second, "1"));
        Assert.Equal(new FamilySettings(("a", "1"), ("b", "1")), settings);
        Assert.Equal(new FamilySettings(("a", "1"), ("b", "1")).GetHashCode(), settings.GetHashCode());
        Assert.NotEqual(settings.With("a", "2"), settings);
        Assert.Null(settings["c"]);
    }

    [Theory]
    [InlineData("latent: 8\nepoch: 3\n", "c.yaml:2:", "'epoch' (did you mean epochs?)")]
    [InlineData("latent: 8\nlatent: 9\n", "c.yaml:2:", "twice")]
    [InlineData("latent: many\n", "c.yaml:1:", "latent")]
    [InlineData("epochs: 3\nloss: huber\n", "c.yaml:2:", "mse, mae")]
    [InlineData("epochs: [1, 2]\n", "c.yaml:1:", "one value")]
    [InlineData("- epochs\n", "c.yaml:1:", "key: value")]
    [InlineData("epochs: \"3\n", "c.yaml:", "key: value")]
    [InlineData("lr: 1,5\n", "c.yaml:1:", "lr")]
    public void What_is_wrong_is_named_with_its_line(string yaml, string where, string what)
    {
        var error = Assert.Throws<ConfigurationException>(() => TrainingConfig.Parse(yaml, "c.yaml"));
        Assert.StartsWith(where, error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    public void An_empty_file_changes_nothing(string yaml) => Assert.Equal(s_unusual, TrainingConfig.Parse(yaml, "c.yaml", s_unusual));

    [Fact]
    public void A_file_changes_what_it_says() =>
        Assert.Equal(s_unusual with { Epochs = 11, Crop = Crop.Square },
            TrainingConfig.Parse("epochs: 11\r\ncrop: square\r\n", "c.yaml", s_unusual));

    [Theory]
    [InlineData("model", "vgg")]
    [InlineData("image-size", "10")]
    [InlineData("latent", "0")]
    [InlineData("noise-factor", "-1")]
    [InlineData("epochs", "0")]
    [InlineData("batch-size", "0")]
    [InlineData("lr", "0")]
    [InlineData("dropout", "1")]
    [InlineData("weight-decay", "-0.1")]
    [InlineData("warmup", "-1")]
    [InlineData("step-size", "0")]
    [InlineData("gamma", "0")]
    [InlineData("plateau-factor", "1.5")]
    [InlineData("plateau-patience", "-1")]
    [InlineData("clip-norm", "0")]
    [InlineData("ema", "1")]
    [InlineData("early-stop", "0")]
    [InlineData("max-steps", "0")]
    [InlineData("max-bad", "101%")]
    [InlineData("max-pixels", "0")]
    [InlineData("max-pixels", "500000001")]
    [InlineData("workers", "0")]
    [InlineData("threads", "-1")]
    [InlineData("device", "tpu")]
    public void A_value_out_of_its_range_is_named(string key, string value)
    {
        var error = Assert.Throws<ConfigurationException>(
            () => TrainingOptions.Table.Find(key)!.Set(new TrainingOptions(), value).Validate());
        Assert.Equal(key, error.Key);
        Assert.StartsWith(key + ":", error.Message, StringComparison.Ordinal);
        Assert.Contains(value.TrimEnd('%')[..1], error.Message, StringComparison.Ordinal);
    }
}
