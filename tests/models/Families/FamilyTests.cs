using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Families;

/// <summary>
/// What is asked of every family. Each has a class of its own that says what its network is and tests what it alone can do.
/// </summary>
public abstract class FamilyTests(
    AutoencoderOptions defaults, long parameters, long flops, string stateDictionary, params AutoencoderOptions[] variants)
{
    internal AutoencoderOptions Defaults => defaults;

    [Fact]
    public void It_has_so_many_parameters_at_64_pixels_and_256_latents() =>
        Assert.Equal(parameters, new ModelSummary(defaults.Build()).Parameters);

    [Fact]
    public void It_takes_so_many_operations_a_picture_at_64_pixels_and_256_latents() =>
        Assert.Equal(flops, new ModelSummary(defaults.Build()).FlopsPerImage);

    [Fact]
    public void Names_and_shapes_are_those_of_PyTorchs_state_dict() => MustHave(defaults, stateDictionary);

    [Fact]
    public void Options_survive_their_metadata()
    {
        foreach (var options in (AutoencoderOptions[])[defaults, defaults with { ImageSize = 16 }, .. variants])
        {
            Assert.Equal(options, ModelCatalog.OptionsOf(new Dictionary<string, string>(options.ToMetadata()), "x"));
        }
    }

    [Fact]
    public void Every_option_is_declared_once_and_read_as_it_is_written()
    {
        Assert.Equal(defaults.Declared.Count, defaults.Declared.DistinctBy(option => option.Key).Count());
        foreach (var options in (AutoencoderOptions[])[defaults, .. variants])
        {
            Assert.All(options.Declared, option => Assert.Null(option.Problem(options)));
            Assert.Equal(
                options, options.Declared.Aggregate(
                    defaults with { ImageSize = options.ImageSize }, (set, option) => option.Set(set, option.Format(options))));
        }
    }

    protected static void MustHave(AutoencoderOptions options, string stateDictionary)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stateDictionary);
        var actual = options.Build().Parameters.Select(p => $"{p.Name} {string.Join('x', Axes(p.Layout.Dimensions))}".TrimEnd());
        Assert.Equal(stateDictionary.Split(',', StringSplitOptions.TrimEntries), actual);
    }

    protected static string BatchNorm(string name, int channels) =>
        $"{name}.weight {channels}, {name}.bias {channels}, {name}.running_mean {channels}, {name}.running_var {channels}, "
        + $"{name}.num_batches_tracked";

    private static IEnumerable<int> Axes(Shape shape)
    {
        foreach (int axis in shape)
        {
            yield return axis;
        }
    }
}
