using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>anomaly score RUN INPUT...</c>: scores and verdicts.</summary>
internal sealed class AnomalyScoreCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly InputList _inputs;
    private readonly Option<string> _labels, _out, _overlay;
    private readonly ShardOption _shard;
    private readonly PictureList _list;
    private readonly OptionFlags<PictureOptions> _compute;

    internal AnomalyScoreCommand()
        : base("score", "Finds the anomalies among pictures; with labels, measures how well every score and control separates them.")
    {
        _run = AddArgument("RUN", "a calibrated run folder (its best checkpoint) or a checkpoint file in one", ArgumentArity.ExactlyOne);
        _inputs = AddInputs(
            "files, folders and globs; names of folders at or below them are labels: normal, good or ok; anomaly, bad, defect or nok");
        _labels = AddOption("labels", "CSV", "labels: lines of file,label[,kind], where label is normal, anomaly, 0 or 1");
        _out = AddOutput("out", "CSV", "write all scores, one row per picture; the file must not exist");
        _overlay = AddOutput("overlay", "DIR",
            "write each picture, its reconstruction and its error, and a grid, highest score first; the folder must be missing or empty");
        _shard = new ShardOption(this);
        _list = new PictureList(this, hasCsv: false);
        _compute = new OptionFlags<PictureOptions>(this, PictureOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        string? csv = parsed.GetValue(_out), overlay = parsed.GetValue(_overlay);
        if (csv is not null)
        {
            OutputPaths.RequireNewFile(parsed, csv);
        }

        if (overlay is not null)
        {
            OutputPaths.RequireNewFolder(overlay);
        }

        var options = _compute.Apply(parsed, new AnomalyScoreOptions
        {
            Run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]),
            Inputs = _inputs.Read(parsed),
            Labels = parsed.GetValue(_labels),
            Csv = csv,
            Overlay = overlay,
            Shard = _shard.Read(parsed, invocation.Note),
        });
        var result = Progress.Run(invocation, observer => AnomalyDetector.Score(options, observer, invocation.Stop));
        if (!invocation.IsJson)
        {
            Render(invocation, result, _list);
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    /// <summary>Says what was found.</summary>
    internal static void Render(Invocation invocation, AnomalyScoreResult result, PictureList list)
    {
        if (ShardLine.IsWritten(invocation, result, result.Images))
        {
            return;
        }

        invocation.Write(
            $"flagged: {Text.Count(result.Flagged)} of {Quantity.Of(result.Images, "picture")}, "
            + $"{Text.Share(result.Flagged / (double)result.Images)}, with a {result.Score} score above {Text.Loss(result.Threshold)}");
        if (result.Scores is { } scores)
        {
            RenderRanking(invocation, result, scores);
        }

        list.Write<ScoredPicture>(
            invocation, "highest scores", [.. result.Pictures.OrderByDescending(picture => picture.Score)], picture => picture.File,
            new("0 to 1", "normalised", picture => Text.Ratio(picture.Normalised), picture => picture.Normalised),
            new(result.Score, "score", picture => Text.Loss(picture.Score), picture => picture.Score),
            new("verdict", "verdict", VerdictOf, VerdictOf));
    }

    private static string VerdictOf(ScoredPicture picture) => picture.IsAnomaly ? "anomaly" : "normal";

    private static void RenderRanking(
        Invocation invocation, AnomalyScoreResult result, IReadOnlyDictionary<string, RankingMetrics> scores)
    {
        string[] kinds = [.. result.Kinds!.Keys];
        var rows = scores.Select(score => new[]
        {
            score.Key + (score.Key == result.Score ? " *" : ""), Text.Ratio(score.Value.Auroc), Text.Ratio(score.Value.Aupr),
            Text.Ratio(score.Value.F1),
        }.Concat(kinds.Select(kind => Text.Ratio(result.Kinds[kind][score.Key]))).ToArray());
        invocation.Write(
            $"{Text.Share(result.BaseRate!.Value)} of the labelled pictures are anomalies; by score (* gives the verdict; mean-image and "
            + $"pca are controls){(kinds.Length > 0 ? ", then AUROC by kind" : "")}:");
        invocation.WriteTable(["score", "AUROC", "AUPR", "F1", .. kinds], [.. rows]);
    }
}
