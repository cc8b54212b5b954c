using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>anomaly benchmark DIR</c>: each class against all others, as one table.</summary>
internal sealed class AnomalyBenchmarkCommand : CliCommand
{
    private readonly Argument<string[]> _data;
    private readonly Option<string> _model, _out;
    private readonly OptionList<TrainingOptions, ulong> _seeds;
    private readonly OptionFlags<AnomalyCalibrateOptions> _score;
    private readonly Func<ParseResult, Preset> _preset;
    private readonly OptionFlags<TrainingOptions> _flags;

    internal AnomalyBenchmarkCommand()
        : base("benchmark",
            "Trains and calibrates a model on each class alone and measures how well it tells all others from it; run again, it resumes "
            + "where it stopped.")
    {
        _data = AddArgument(
            "DIR", "train/CLASS and test/CLASS; or CLASS and test/CLASS; or CLASS alone, each of which is split", ArgumentArity.ExactlyOne);
        _model = AddOption(
            "model", "MODEL", $"the family: {string.Join(", ", ModelCatalog.Names)} [default: {TrainingOptions.Table.Defaults.Model}]",
            fallback: TrainingOptions.Table.Defaults.Model);
        _model.CompletionSources.Add([.. ModelCatalog.Names]);
        _seeds = new(
            this, "seeds", "seeds; differences between them are chance", TrainingOptions.Table, "seed", options => options.Seed);
        _score = new OptionFlags<AnomalyCalibrateOptions>(this, AnomalyCalibrateOptions.Table, "score");
        _out = AddOutput(
            "out", "DIR", "the folder for the runs and the tables; an earlier benchmark in it is resumed", isRequired: true);
        _preset = AddPreset();
        _flags = new OptionFlags<TrainingOptions>(
            this, TrainingOptions.Table, TrainingOptions.PresetKeys,
            TrainingOptions.Table.Options.Select(option => option.Key).Except(["model", "data", "data-seed", "seed"]));
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        string model = parsed.GetValue(_model) ?? TrainingOptions.Table.Defaults.Model;
        var training = _flags.Apply(parsed, TrainingOptions.For(model, _preset(parsed)));
        var options = new AnomalyBenchmarkOptions
        {
            Data = parsed.GetRequiredValue(_data)[0],
            Training = training,
            Seeds = _seeds.Read(parsed, training),
            Score = _score.Apply(parsed).Score,
            Out = parsed.GetRequiredValue(_out),
        };
        var result = Progress.Run(invocation, observer => AnomalyBenchmark.Run(options, observer, invocation.Stop));
        if (!invocation.IsJson)
        {
            Render(invocation, result);
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    private static void Render(Invocation invocation, AnomalyBenchmarkResult result)
    {
        static string Of(Spread spread) =>
            Text.Ratio(spread.Mean) + (spread.Deviation is { } deviation ? $" ± {Text.Ratio(deviation)}" : "");
        var rows = result.Rows.Select(row => (string[])
        [
            row.Class, Text.Count(row.Train), Text.Count(row.Normal), Text.Count(row.Others), Of(row.Auroc[result.Score]),
            Of(row.Auroc[AnomalyScores.Pca]),
        ]).Append(["mean", "", "", "", Of(result.Mean[result.Score]), Of(result.Mean[AnomalyScores.Pca])]);
        invocation.WriteTable(["class", "train", "normal", "others", result.Score, AnomalyScores.Pca], [.. rows]);
        invocation.Write();
        invocation.Write("AUROC of all scores, mean over classes (* gives the verdict; mean-image and pca are controls):");
        invocation.WriteTable(
            ["score", "AUROC"],
            [.. result.Mean.Select(score => (string[])[score.Key + (score.Key == result.Score ? " *" : ""), Of(score.Value)])]);
        string seeds = Quantity.Of(result.Rows[0].Seeds, "seed");
        invocation.Write($"{seeds}, on test; the table is in {Path.Combine(result.Out, "benchmark.md")}");
    }
}
