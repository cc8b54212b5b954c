namespace ILGpuAutoencoders.Models;

/// <summary>
/// Options that only some families take, by key, as text in the invariant culture. Immutable; two that hold the same are equal.
/// </summary>
public sealed class FamilySettings : IEquatable<FamilySettings>
{
    private readonly Setting[] _settings;

    /// <summary>Some settings.</summary>
    /// <param name="settings">Key and text of each, such as ("dropout", "0.25"); of equal keys the last counts.</param>
    public FamilySettings(params ReadOnlySpan<(string Key, string Text)> settings)
    {
        var all = None;
        foreach (var (key, text) in settings)
        {
            all = all.With(key, text);
        }
        _settings = all._settings;
    }

    private FamilySettings(Setting[] settings) => _settings = settings;

    /// <summary>No settings: every value is the family's own.</summary>
    public static FamilySettings None { get; } = new(Array.Empty<Setting>());

    /// <summary>The keys that are set, in ordinal order.</summary>
    public IReadOnlyList<string> Keys => Array.ConvertAll(_settings, setting => setting.Key);

    /// <summary>What a key is set to; null if it is not set.</summary>
    /// <param name="key">The key, in kebab case.</param>
    public string? this[string key] => Array.Find(_settings, setting => setting.Key == key)?.Text;

    /// <summary>These settings with one set.</summary>
    /// <param name="key">The key, in kebab case.</param>
    /// <param name="text">The value, in the invariant culture.</param>
    public FamilySettings With(string key, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(text);
        Setting[] settings = [.. _settings.Where(setting => setting.Key != key), new Setting(key, text)];
        Array.Sort(settings, (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return new FamilySettings(settings);
    }

    /// <inheritdoc/>
    public bool Equals(FamilySettings? other) => other is not null && _settings.AsSpan().SequenceEqual(other._settings);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FamilySettings);

    /// <inheritdoc/>
    public override int GetHashCode() => _settings.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _settings.Select(setting => $"{setting.Key}: {setting.Text}"));

    private sealed record Setting(string Key, string Text);
}
