namespace ILGpuAutoencoders.Models;

/// <summary>An option, a configuration file or an argument that cannot be used. Exit code 2.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>An error that is not about a single option.</summary>
    /// <param name="message">One sentence: what, where, what to do.</param>
    /// <param name="inner">The underlying error, if any.</param>
    public ConfigurationException(string message, Exception? inner = null)
        : this(null, message, null, inner)
    {
    }

    /// <summary>An error of an option.</summary>
    /// <param name="key">The key of the option.</param>
    /// <param name="problem">One sentence without the key: '0' is not valid; use 1 or more.</param>
    /// <param name="inner">The underlying error, if any.</param>
    public ConfigurationException(string key, string problem, Exception? inner = null)
        : this(key, problem, null, inner)
    {
    }

    private ConfigurationException(string? key, string problem, string? place, Exception? inner)
        : base(string.Concat(place is null ? "" : place + ": ", key is null ? "" : key + ": ", problem), inner) =>
        (Key, Problem, Place) = (key, problem, place);

    /// <summary>The key of the option; null if the error is not about a single one.</summary>
    public string? Key { get; }

    /// <summary>The sentence without key and place.</summary>
    public string Problem { get; }

    /// <summary>File and line where the option was set: <c>run.yaml:3</c>; null if no file set it.</summary>
    public string? Place { get; }

    /// <summary>The same error with the place where the option was set.</summary>
    /// <param name="place">File and line.</param>
    public ConfigurationException At(string place) => new(Key, Problem, place, this);
}
