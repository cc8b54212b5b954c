using System.Globalization;
using System.IO.Compression;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Tasks;

/// <summary>Calibrations of every version of their format are read and score as they did.</summary>
public sealed class CalibrationFormatTests : IDisposable
{
    private readonly string _run = Directory.CreateTempSubdirectory("calibration").FullName;

    public CalibrationFormatTests() =>
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "Golden", "anomaly-calibration-1.zip"), _run);

    public void Dispose() => Directory.Delete(_run, recursive: true);

    [Fact]
    public void A_calibration_of_version_1_scores_as_it_did()
    {
        string[][] rows = [.. File.ReadAllLines(Path.Combine(_run, "scores.csv")).Select(row => row.Split(','))];
        string[] names = rows[0][6..];

        var result = Score();

        Assert.Equal((8, "combined", double.Parse(rows[1][4], CultureInfo.InvariantCulture)), (result.Images, result.Score, result.Threshold));
        Assert.Equal(names, result.Scores!.Keys);
        foreach (string[] row in rows[1..])
        {
            var picture = result.Pictures.Single(picture => picture.File.EndsWith(row[0], StringComparison.Ordinal));
            Assert.Equal(row[5], picture.IsAnomaly ? "anomaly" : "normal");
            Assert.All(names.Zip(row[6..]), score => Assert.Equal(double.Parse(score.Second, CultureInfo.InvariantCulture), picture.Scores[score.First], 1e-4));
        }
    }

    private AnomalyScoreResult Score() => AnomalyDetector.Score(new() { Run = _run, Inputs = [Path.Combine(_run, "pictures")], Device = "cpu" });
}
