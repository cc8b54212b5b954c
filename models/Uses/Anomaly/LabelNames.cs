namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>The one table of what folder names and words in a file mean, normal or anomaly; case does not matter.</summary>
internal static class LabelNames
{
    /// <summary>The folder of normal pictures beside which every other one is a kind of anomaly, as in MVTec's sets.</summary>
    private const string Good = "good";

    private static readonly string[] s_normal = ["normal", Good, "ok", "okay", "healthy", "negative", "inlier", "inliers"];

    private static readonly string[] s_anomaly =
    [
        "anomaly", "anomalies", "anomalous", "abnormal", "bad", "defect", "defects", "defective", "nok", "ng", "notok", "notgood", "faulty",
        "positive", "outlier", "outliers",
    ];

    /// <summary>Whether a word means an anomaly; null if it means neither.</summary>
    internal static bool? Of(string word)
    {
        string plain = word.Trim().ToLowerInvariant().Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal);
        return s_normal.Contains(plain) ? false : s_anomaly.Contains(plain) ? true : null;
    }

    /// <summary>Whether a name is that of the folder whose neighbours are kinds of anomalies.</summary>
    internal static bool IsGood(string name) => name.Equals(Good, StringComparison.OrdinalIgnoreCase);
}
