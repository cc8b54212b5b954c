using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.PictureOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>How a task takes pictures, and what it runs on.</summary>
public record PictureOptions : ComputeOptions
{
    /// <summary>
    /// What happens to pictures whose proportions are not those of the model's; null, the default, for what happened to those it was
    /// trained on.
    /// </summary>
    public PictureFit? Fit { get; init; }

    /// <summary>Whether links below folders that are named are followed, to wherever they lead; not unless set.</summary>
    public bool FollowLinks { get; init; }

    /// <summary>These options by key.</summary>
    public static new OptionTable<PictureOptions> Table { get; } = new(new(),
    [
        Row.Of("fit", CommonValues.Fits, CommonValues.FitHelp, o => o.Fit, (o, v) => o with { Fit = v }).Otherwise("as in training"),
        Row.Of("follow-links", CommonValues.Switch, "follow links below folders, to wherever they lead",
            o => o.FollowLinks, (o, v) => o with { FollowLinks = v }),
        .. ComputeOptions.Table.Options.Select(option => option.For<PictureOptions>()),
    ]);

    /// <summary>The options of a task on pictures, those of the device last.</summary>
    private protected static new OptionTable<T> TableOf<T>(T defaults, params IEnumerable<OptionDescriptor<T>> own)
        where T : PictureOptions => new(defaults, [.. own, .. Table.Options.Select(option => option.For<T>())]);
}
