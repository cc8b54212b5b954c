namespace ILGpuAutoencoders.Models;

/// <summary>The options of a record, in the order in which they are shown and written.</summary>
/// <typeparam name="TOptions">The record.</typeparam>
public sealed class OptionTable<TOptions>
    where TOptions : class
{
    internal OptionTable(TOptions defaults, params IReadOnlyList<OptionDescriptor<TOptions>> options) =>
        (Defaults, Options) = (defaults, options);

    /// <summary>A record with every option at its default; those that must be set are empty.</summary>
    public TOptions Defaults { get; }

    /// <summary>The options.</summary>
    public IReadOnlyList<OptionDescriptor<TOptions>> Options { get; }

    /// <summary>The option of a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The option, or null if there is none.</returns>
    public OptionDescriptor<TOptions>? Find(string key) => Options.FirstOrDefault(option => option.Key == key);

    /// <summary>Checks every option of a record.</summary>
    /// <param name="options">The record.</param>
    /// <exception cref="ConfigurationException">A value cannot be used; the message names its key.</exception>
    public void Validate(TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var option in Options)
        {
            option.Validate(options);
        }
    }
}
