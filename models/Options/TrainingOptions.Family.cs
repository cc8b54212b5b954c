using ILGpuAutoencoders.Models.Networks;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.TrainingOptions>;

namespace ILGpuAutoencoders.Models;

/// <content>What only some families take; each declares it beside its network.</content>
public sealed partial record TrainingOptions
{
    /// <summary>Options of the family by key, such as <c>dropout</c> of <c>improved</c>; what is not set is the family's own.</summary>
    public FamilySettings Settings { get; init; } = FamilySettings.None;

    /// <summary>The keys of the options that only some families take and that decide what the network is.</summary>
    public static IEnumerable<string> NetworkKeys =>
        ModelCatalog.Options.Where(option => !option.IsCommon && !option.IsOfTraining).Select(option => option.Key);

    private static Row[] OfFamilies =>
    [
        .. ModelCatalog.Options.Where(option => !option.IsCommon).Select(option => option.On<TrainingOptions>(
            options => options.Settings[option.Key],
            (options, text) => options with { Settings = options.Settings.With(option.Key, text) }).Otherwise(DefaultOf(option))),
    ];

    private static string DefaultOf(FamilyOption option)
    {
        var values = (from family in ModelCatalog.Families
                      let declared = family.Defaults.Find(option.Key)
                      where declared is not null
                      select declared.Format(family.Defaults)).Distinct().ToList();
        return values is [var value] ? value : "the family's own";
    }
}
