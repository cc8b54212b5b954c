using System.Globalization;
using System.IO.Compression;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Uses;

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

        Assert.Equal((8, "combined", Number(rows[1][4])), (result.Images, result.Score, result.Threshold));
        Assert.Equal(names, result.Scores!.Keys);
        foreach (string[] row in rows[1..])
        {
            var picture = result.Pictures.Single(picture => picture.File.EndsWith(row[0], StringComparison.Ordinal));
            Assert.Equal(row[5], picture.IsAnomaly ? "anomaly" : "normal");
            Assert.All(names.Zip(row[6..]), score => Assert.Equal(Number(score.Second), picture.Scores[score.First], 1e-4));
        }
    }

    [Fact]
    public void A_score_that_the_calibration_does_not_hold_is_left_out_and_one_that_nobody_knows_too()
    {
        var before = Score();
        Rewrite(file =>
        {
            file.Metadata["calibration_version"] = "2";
            file.Metadata["scores"] = "relative,template,sharpness,combined,ssim";
            file.Metadata["sharpness.threshold"] = "1";
        });

        var result = Score();

        Assert.Equal(["ssim", "relative", "template", "combined"], result.Scores!.Keys);
        Assert.All(
            result.Pictures.Zip(before.Pictures),
            pair => Assert.All(pair.First.Scores, score => Assert.Equal(pair.Second.Scores[score.Key], score.Value)));
    }

    [Fact]
    public void A_sum_whose_parts_are_missing_is_not_known()
    {
        Rewrite(file => (file.Metadata["calibration_version"], file.Metadata["scores"]) = ("2", "relative,combined"));
        Refused("decides by 'combined'");
    }

    [Fact]
    public void What_a_newer_version_wrote_or_nobody_can_read_is_refused()
    {
        Rewrite(file => (file.Metadata["calibration_version"], file.Metadata["scores"]) = ("3", "combined,relative,template"));
        Refused("newer version");
        Rewrite(file => file.Metadata["calibration_version"] = "new");
        Refused("calibration_version");
        Rewrite(file => (file.Metadata["calibration_version"], file.Metadata["score"]) = ("2", "sharpness"));
        Refused("decides by 'sharpness'");
        Rewrite(file => file.Metadata.Remove("scores"));
        Refused("does not say scores");
    }

    [Fact]
    public void A_new_calibration_says_its_version_and_scores()
    {
        AnomalyDetector.Calibrate(new() { Run = _run, Data = "faces:60", Device = "cpu" });
        var metadata = Checkpoint.Read(Path.Combine(_run, "best.anomaly.safetensors")).Metadata;
        Assert.Equal(("2", string.Join(',', AnomalyScores.Names)), (metadata["calibration_version"], metadata["scores"]));
    }

    private void Rewrite(Action<Checkpoint> change)
    {
        string path = Path.Combine(_run, "best.anomaly.safetensors");
        var file = Checkpoint.Read(path);
        change(file);
        file.Write(path);
    }

    private void Refused(string why)
    {
        string message = Assert.Throws<CheckpointException>(Score).Message;
        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.EndsWith("calibrate again.", message, StringComparison.Ordinal);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private AnomalyScoreResult Score() =>
        AnomalyDetector.Score(new() { Run = _run, Inputs = [Path.Combine(_run, "pictures")], Device = "cpu" });
}
