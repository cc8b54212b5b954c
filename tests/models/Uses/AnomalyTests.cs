using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Models.Uses.Anomaly;
using ILGpuAutoencoders.Tests.Data.Pixels;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Uses;

/// <summary>A small model of drawn faces, calibrated on 200 others.</summary>
public sealed class CalibratedRunFixture : IDisposable
{
    public CalibratedRunFixture()
    {
        Folder = Directory.CreateTempSubdirectory("anomaly").FullName;
        RunPath = Path.Combine(Folder, "run");
        Trainer.Run(
            new TrainingOptions
            {
                Model = "conv",
                Data = "faces:200",
                ImageSize = 16,
                Latent = 16,
                BatchSize = 20,
                Epochs = 4,
                Device = "cpu"
            }, RunPath);
        Save(Path.Combine(Folder, "faces", "train"), 60, i => GeneratedFaces.Draw(1, i, 16));
        Save(Path.Combine(Folder, "faces", "val"), 200, i => GeneratedFaces.Draw(1, 60 + i, 16));
        Weights = File.ReadAllBytes(Path.Combine(RunPath, RunFile.Best));
        Calibration = AnomalyDetector.Calibrate(Options);
    }

    internal string Folder { get; }

    internal string RunPath { get; }

    internal byte[] Weights { get; }

    internal AnomalyCalibrateResult Calibration { get; }

    internal AnomalyCalibrateOptions Options => new() { Run = RunPath, Data = Path.Combine(Folder, "faces"), Device = "cpu" };

    internal static string Save(string folder, int count, Func<int, byte[]> draw)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < count; i++)
        {
            PixelCodec.SavePng(new Picture(16, 16, draw(i)), Path.Combine(folder, $"{i:D4}.png"));
        }

        return folder;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

public sealed class AnomalyTests(CalibratedRunFixture fixture) : IClassFixture<CalibratedRunFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("anomaly").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Calibration_is_on_val_beside_the_model_and_leaves_the_weights()
    {
        Assert.Equal(
            (200, AnomalyScores.Default, 95.0), (fixture.Calibration.Images, fixture.Calibration.Score, fixture.Calibration.Percentile));
        Assert.Equal(Path.Combine(fixture.RunPath, "best.anomaly.safetensors"), fixture.Calibration.File);
        Assert.Equal(fixture.Weights, File.ReadAllBytes(Path.Combine(fixture.RunPath, RunFile.Best)));
        // 95% of 201 is 190.95: the 191st of 200 is the threshold, and 9 are above it.
        Assert.Equal(9, Score(Path.Combine(fixture.Folder, "faces", "val")).Flagged);
    }

    [Fact]
    public void Of_fresh_normal_pictures_few_are_flagged()
    {
        var result = Score(CalibratedRunFixture.Save(At("fresh"), 200, i => GeneratedFaces.Draw(7, i, 16)));

        Assert.Equal(200, result.Images);
        Assert.InRange(result.Flagged / 200.0, 0.02, 0.09);
        Assert.Null(result.Auroc);
    }

    [Fact]
    public void Others_are_told_from_faces_and_every_score_and_control_is_measured()
    {
        CalibratedRunFixture.Save(At("mixed/normal"), 60, i => GeneratedFaces.Draw(8, i, 16));
        for (int kind = 0; kind < GeneratedOthers.Kinds.Count; kind++)
        {
            int first = kind;
            CalibratedRunFixture.Save(At($"mixed/anomaly/{GeneratedOthers.Kinds[kind]}"), 5,
                i => GeneratedOthers.Draw(8, (i * GeneratedOthers.Kinds.Count) + first, 16));
        }

        var result = Score(At("mixed"));

        Assert.Equal(AnomalyScores.Names, result.Scores!.Keys);
        Assert.Equal(GeneratedOthers.Kinds, result.Kinds!.Keys);
        Assert.Equal(1 / 3.0, result.BaseRate!.Value, 12);
        Assert.InRange(result.Auroc!.Value, 0.75, 1);
        Assert.Equal(result.Scores[result.Score], new RankingMetrics(result.Auroc.Value, result.Aupr!.Value, result.F1!.Value));
        Assert.True(result.Auroc > result.Scores[AnomalyScores.MeanImage].Auroc && result.Auroc > result.Scores[AnomalyScores.Pca].Auroc);
        // Kinds of equal size: the AUROC of all is the mean of theirs.
        Assert.Equal(result.Auroc.Value, result.Kinds.Values.Average(kind => kind[result.Score]), 9);
    }

    [Fact]
    public void A_joint_score_adds_deviations_and_takes_latent_vectors_near_the_mean_as_unusual_too()
    {
        var (low, mean, high) = (Measured(1), Measured(2), Measured(4));
        var calibration = AnomalyCalibration.Of(null!, AnomalyScores.Joint, 95, [low, mean, high], [0]);

        double far = Math.Log(2) / calibration.Logarithms[AnomalyScores.Mahalanobis].Deviation;
        Assert.Equal(2 * -far, calibration.AllOf(low)[AnomalyScores.Combined], 12);
        Assert.Equal(3 * -far + far, calibration.AllOf(low)[AnomalyScores.Joint], 12);
        Assert.Equal(0, calibration.AllOf(mean)[AnomalyScores.Joint], 12);
        Assert.Equal(4 * far, calibration.AllOf(high)[AnomalyScores.Joint], 12);

        static IReadOnlyDictionary<string, double> Measured(double value) =>
            AnomalyScores.Measured.ToDictionary(score => score.Name, _ => value);
    }

    [Theory]
    [InlineData(AnomalyScores.Joint)]
    [InlineData(AnomalyScores.Mse)]
    public void From_0_to_1_scores_keep_their_order_with_half_at_the_threshold(string score)
    {
        string run = At("run");
        TinyTraining.Copy(fixture.RunPath, run);
        AnomalyDetector.Calibrate(fixture.Options with { Run = run, Score = score });
        string folder = CalibratedRunFixture.Save(
            At("both"), 40, i => i < 20 ? GeneratedFaces.Draw(9, i, 16) : GeneratedOthers.Draw(9, i, 16));

        var result = AnomalyDetector.Score(Options(folder) with { Run = run });

        Assert.Equal(score, result.Score);
        Assert.InRange(result.Flagged, 1, 39);
        Assert.All(result.Pictures, picture => Assert.InRange(picture.Normalised, double.Epsilon, 1));
        Assert.All(result.Pictures, picture => Assert.Equal(picture.IsAnomaly, picture.Normalised > 0.5));
        Assert.Equal(
            result.Pictures.OrderBy(picture => picture.Score).Select(picture => picture.File),
            result.Pictures.OrderBy(picture => picture.Normalised).ThenBy(picture => picture.Score).Select(picture => picture.File));
        using var device = DeviceCatalog.Open("cpu").Device;
        using var opened = TrainedRun.Open(run, device);
        var calibration = AnomalyCalibration.Read(opened);
        Assert.Equal(0.5, calibration.Normalised(calibration.Threshold));
    }

    [Fact]
    public void A_picture_alone_has_the_bits_that_it_has_among_others()
    {
        string folder = CalibratedRunFixture.Save(At("some"), 7, i => GeneratedFaces.Draw(9, i, 16));
        var all = Score(folder);
        for (int i = 6; i >= 0; i -= 3)
        {
            var alone = Assert.Single(Score(all.Pictures[i].File).Pictures);
            Assert.Equal(all.Pictures[i].IsAnomaly, alone.IsAnomaly);
            Assert.Equal(all.Pictures[i].Scores, alone.Scores);
        }
    }

    [Fact]
    public void Labels_of_a_file_name_pictures_from_where_it_lies()
    {
        string folder = CalibratedRunFixture.Save(
            At("labelled"), 4, i => i < 2 ? GeneratedFaces.Draw(3, i, 16) : GeneratedOthers.Draw(3, i, 16));
        string labels = At("labels.csv"), csv = At("scores.csv");
        File.WriteAllLines(
            labels, ["file,label,kind", "labelled/0000.png,normal", "labelled/0001.png,0", "labelled/0002.png,anomaly,thing",
                "labelled/0003.png,1,place"]);

        var result = AnomalyDetector.Score(Options(folder) with { Labels = labels, Csv = csv, Overlay = At("overlay") });

        Assert.Equal(0.5, result.BaseRate);
        Assert.Equal(["place", "thing"], result.Kinds!.Keys);
        Assert.Equal(5, File.ReadAllLines(csv).Length);
        Assert.Equal(["00001-0000.png", "00002-0001.png", "00003-0002.png", "00004-0003.png", "grid.png"],
            Directory.GetFiles(At("overlay")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Picture Shown(string name) => PixelCodec.DecodeFile(Path.Combine(At("overlay"), name)).Picture!;
        string[] ScoresOf(IEnumerable<ScoredPicture> pictures) =>
            [.. pictures.Select(picture => FormattableString.Invariant($"{picture.Score:0.0000}"))];
        // Highest score first, then the reconstructions, the control and the errors.
        string[] captions =
            ["pictures, highest score first", "conv: mean", "PCA-16, the control: mean", "errors of conv: full red"];
        Assert.Equal(
            [captions[0], .. ScoresOf(result.Pictures.OrderByDescending(picture => picture.Score)), .. captions[1..]],
            PictureText.Order(Shown("grid.png"), [.. captions, .. ScoresOf(result.Pictures)]));
        Assert.Single(PictureText.Find(Shown("00003-0002.png"), $"0002: {ScoresOf(result.Pictures)[2]}"));
        Assert.Equal(4 + (4 * 100), Shown("00003-0002.png").Width);
        File.WriteAllLines(labels, ["labelled/0000.png,maybe"]);
        Assert.Contains(
            "labels.csv:1", Assert.Throws<DataSetException>(() => AnomalyDetector.Score(Options(folder) with { Labels = labels })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_calibration_of_other_weights_is_refused()
    {
        string run = Directory.CreateDirectory(At("other")).FullName,
        picture = Path.Combine(CalibratedRunFixture.Save(At("one"), 1, i => GeneratedFaces.Draw(0, i, 16)), "0000.png");
        foreach (string name in new[] { RunFile.Config, "best.anomaly.safetensors" })
        {
            File.Copy(Path.Combine(fixture.RunPath, name), Path.Combine(run, name));
        }

        var model = Checkpoint.Read(Path.Combine(fixture.RunPath, RunFile.Best));
        model.Metadata["epoch"] = "77";
        model.Write(Path.Combine(run, RunFile.Best));

        Assert.Contains(
            "other weights", Assert.Throws<CheckpointException>(() => AnomalyDetector.Score(Options(picture) with { Run = run })).Message,
            StringComparison.Ordinal);
        File.Delete(Path.Combine(run, "best.anomaly.safetensors"));
        Assert.Contains(
            "anomaly calibrate",
            Assert.Throws<CheckpointException>(() => AnomalyDetector.Score(Options(picture) with { Run = run })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_calibrated_is_said()
    {
        Assert.Throws<ConfigurationException>(() => AnomalyDetector.Calibrate(fixture.Options with { Score = "best" }));
        Assert.Throws<ConfigurationException>(() => AnomalyDetector.Calibrate(fixture.Options with { Percentile = 100 }));
        Assert.Throws<DataSetException>(() => AnomalyDetector.Calibrate(fixture.Options with { Data = "faces:1" }));
    }

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 50, 2)]
    [InlineData(new double[] { 3, 1, 2 }, 95, 3)]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 }, 95, 19)]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 }, 90, 18)]
    public void The_threshold_is_a_conformal_quantile(double[] values, double percent, double expected) =>
        Assert.Equal(expected, AnomalyCalibration.Quantile(values, percent));

    [Fact]
    public void Rankings_are_those_of_the_definitions()
    {
        // Anomalies at 4, 2, 1 and normal pictures at 3, 2, 0: 9 pairs, won 3 + 1.5 + 1; ties count half.
        var ranking = RankingMetrics.Of([4, 2, 1, 3, 2, 0], [true, true, true, false, false, false], threshold: 2.5);

        Assert.Equal(5.5 / 9, ranking.Auroc, 12);
        // Steps of the precision-recall curve: 1/3 at 1/1, 1/3 at 2/4, 1/3 at 3/5.
        Assert.Equal((1 + 0.5 + 0.6) / 3, ranking.Aupr, 12);
        // Flagged are 4 and 3: one of two is right, one of three is found.
        Assert.Equal(0.4, ranking.F1, 12);
    }

    [Fact]
    public void Cholesky_gives_the_inverse_form()
    {
        double[] a = [4, 2, 0.6, 2, 5, 1, 0.6, 1, 3];
        double[] solved = [1, -2, 0.5], x = [4 - 4 + 0.3, 2 - 10 + 0.5, 0.6 - 2 + 1.5];
        double expected = solved.Zip(x, (s, v) => s * v).Sum();
        Cholesky.Factor(a, 3);
        Assert.Equal(expected, Cholesky.InverseForm(a, x), 12);
        Assert.Throws<ArgumentException>(() => Cholesky.Factor([1, 2, 2, 1], 2));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private AnomalyScoreOptions Options(string input) => new() { Run = fixture.RunPath, Inputs = [input], Device = "cpu" };

    private AnomalyScoreResult Score(string input) => AnomalyDetector.Score(Options(input));
}
