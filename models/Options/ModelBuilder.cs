namespace ILGpuAutoencoders.Models.Options;

/// <summary>From options of training to networks.</summary>
internal static class ModelBuilder
{
    /// <summary>The options of the network.</summary>
    /// <exception cref="ConfigurationException">The family does not take one of them.</exception>
    internal static AutoencoderOptions NetworkOf(TrainingOptions options)
    {
        var network = UncheckedNetworkOf(options);
        try
        {
            network.Validate();
            return network;
        }
        catch (ArgumentException error)
        {
            throw new ConfigurationException(error.Message, error);
        }
    }

    /// <summary>The options with everything set that depends on the family.</summary>
    internal static TrainingOptions Resolve(TrainingOptions options) => Resolve(options, NetworkOf(options));

    /// <summary>The resolved options of a family of which nothing is set: of a described network not even that.</summary>
    internal static TrainingOptions DefaultsOf(string model)
    {
        var options = new TrainingOptions { Model = model };
        return Resolve(options, UncheckedNetworkOf(options));
    }

    private static TrainingOptions Resolve(TrainingOptions options, AutoencoderOptions network) =>
        network.Declared.Where(option => !option.IsCommon).Aggregate(
            options with { Noise = options.Corruption.Kind },
            (said, option) => option.Format(network) is { Length: > 0 } text
                ? TrainingOptions.Table.Find(option.Key)!.Set(said, text)
                : said);

    private static AutoencoderOptions UncheckedNetworkOf(TrainingOptions options)
    {
        var network = ModelCatalog.Get(options.Model).Defaults with { ImageSize = options.ImageSize, Channels = options.Channels };
        foreach (var option in ModelCatalog.Options)
        {
            if (TrainingOptions.Table.Find(option.Key)!.Format(options) is not { } text)
            {
                continue;
            }

            if (network.Find(option.Key) is { } declared)
            {
                network = declared.Problem(text) is { } problem
                    ? throw new ConfigurationException(option.Key, $"for {network.Family}, {problem}")
                    : declared.Set(network, text);
            }
            else if (!option.IsCommon)
            {
                var takers = ModelCatalog.Families.Append(ModelCatalog.Described).Where(
                    family => family.Defaults.Find(option.Key) is not null).Select(family => family.Name);
                throw new ConfigurationException(
                    option.Key, $"{network.Family} has no such option; omit it, or use {string.Join(" or ", takers)}.");
            }
        }

        return network;
    }
}
