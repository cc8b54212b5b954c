using ILGpuAutoencoders.Models.Options;

namespace ILGpuAutoencoders.Models;

/// <summary>
/// Everything that decides what a training run computes, and what it runs on. <see cref="Table"/> lists the keys by
/// which people set them; config.yaml of a run holds them all.
/// </summary>
/// <remarks>Each part of this record has its properties and, below them, their descriptors in the order of config.yaml.</remarks>
public sealed partial record TrainingOptions : ComputeOptions
{
    /// <summary>The options by key, in the order of config.yaml.</summary>
    public static new OptionTable<TrainingOptions> Table { get; } = new(new(),
    [
        .. Under("Pictures", Subject), .. Under("Network", OfFamilies), .. Under("Loss and noise", Objective), .. Under("Steps", Steps),
        .. Under("Learning rate", Rates), .. Under("Limits and saves", Limits), .. Under("Reading pictures", Reading),
        .. ComputeOptions.Table.Options.Select(option => option.For<TrainingOptions>()), .. Under("Start and records", StartAndTraces),
    ]);

    /// <summary>The keys of options that can be swept over: those that decide what a training computes, and when it ends.</summary>
    public static IEnumerable<string> SweptKeys => Table.Options.Where(
        option => !option.Help.IsSwitch && option.Scope(Table.Defaults) != OptionScope.Place
            && option.Key != "model" && option.Key != ModelCatalog.Described.Name).Select(
            option => option.Key);

    /// <summary>The options of the network that is trained.</summary>
    /// <exception cref="ConfigurationException">The family does not take one of them.</exception>
    public AutoencoderOptions Network => ModelBuilder.NetworkOf(this);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ConfigurationException">A value is out of its range; the message names its key.</exception>
    public void Validate()
    {
        if (Settings.Keys.FirstOrDefault(key => ModelCatalog.Options.All(option => option.Key != key)) is { } unknown)
        {
            throw new ConfigurationException(unknown, "no family has such an option; omit it.");
        }
        Table.Validate(this);
    }

    private static IEnumerable<OptionDescriptor<TrainingOptions>> Under(string group, OptionDescriptor<TrainingOptions>[] rows) =>
        rows.Select(row => row.Under(group));

    private static OptionScope Place(TrainingOptions options) => OptionScope.Place;
}
