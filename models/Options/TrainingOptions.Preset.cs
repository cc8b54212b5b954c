namespace ILGpuAutoencoders.Models;

/// <content>Where options that are not set come from.</content>
public sealed partial record TrainingOptions
{
    /// <summary>The values of the option <c>preset</c> of commands.</summary>
    public static OptionValues<Preset> Presets { get; } = new NamedValues<Preset>(("best", Preset.Best), ("plain", Preset.Plain));

    /// <summary>The keys whose values depend on the preset, and on the family.</summary>
    public static IEnumerable<string> PresetKeys =>
        ModelCatalog.Families.SelectMany(family => family.Defaults.Recipe).Select(setting => setting.Key).Distinct();

    /// <summary>The options of a family as a preset has them.</summary>
    /// <param name="model">The name of the family.</param>
    /// <param name="preset">The preset.</param>
    /// <exception cref="ConfigurationException">There is no such family.</exception>
    public static TrainingOptions For(string model, Preset preset = Preset.Best)
    {
        var options = Table.Find("model")!.Set(new TrainingOptions(), model);
        return preset == Preset.Plain
            ? options
            : ModelCatalog.Get(model).Defaults.Recipe.Aggregate(options, (set, setting) => Table.Find(setting.Key)!.Set(set, setting.Text));
    }
}
