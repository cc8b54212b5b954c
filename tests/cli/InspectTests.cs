using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Options;

namespace ILGpuAutoencoders.Tests.Cli;

public class InspectTests
{
    public static TheoryData<string> Families => [.. ModelCatalog.Names];

    [Theory]
    [MemberData(nameof(Families))]
    public void Counts_are_those_of_the_models(string model)
    {
        AssertCounts(ModelBuilder.NetworkOf(TrainingOptions.For(model)), CliRun.Of("inspect", model, "--json"));
        AssertCounts(ModelCatalog.Get(model).Defaults, CliRun.Of("inspect", model, "--preset", "plain", "--json"));
    }

    [Fact]
    public void The_recipe_of_improved_is_a_network_of_its_own() => Assert.Equal(
        (5_220_515, 9_717_763),
        (CliRun.Of("inspect", "improved", "--json").Json.GetProperty("parameters").GetInt64(),
            CliRun.Of("inspect", "improved", "--preset", "plain", "--json").Json.GetProperty("parameters").GetInt64()));

    [Fact]
    public void The_table_lists_every_layer() => GoldenText.Equal("inspect-conv", CliRun.Of("inspect", "conv").Output);

    [Fact]
    public void The_table_shows_how_sides_are_halved_and_doubled()
    {
        GoldenText.Equal("inspect-conv-pool-nearest", CliRun.Of("inspect", "conv", "--down", "pool", "--up", "nearest").Output);
        var refused = CliRun.Of("inspect", "mlp", "--down", "pool");
        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.Contains("down: mlp has no such option; omit it, or use conv.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_can_be_chosen() =>
        Assert.Contains("32 x 32, latent size 16", CliRun.Of("inspect", "mlp", "--image-size", "32", "--latent", "16").Output,
            StringComparison.Ordinal);

    [Fact]
    public void What_is_neither_run_nor_model_exits_4()
    {
        var run = CliRun.Of("inspect", "no-such-run");

        Assert.Equal(ExitCodes.Checkpoint, run.ExitCode);
        Assert.Contains("no-such-run", run.Error, StringComparison.Ordinal);
    }

    private static void AssertCounts(AutoencoderOptions network, CliRun run)
    {
        var summary = new ModelSummary(network.Build());
        Assert.Equal(network.Family, run.Json.GetProperty("model").GetString());
        Assert.Equal(summary.Parameters, run.Json.GetProperty("parameters").GetInt64());
        Assert.Equal(summary.FlopsPerImage, run.Json.GetProperty("flops_per_image").GetInt64());
    }
}
