using System.CommandLine;
using System.Globalization;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>anomaly calibrate RUN</c>: thresholds from normal pictures.</summary>
internal sealed class AnomalyCalibrateCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly Option<string> _data;
    private readonly Func<ParseResult, double> _percentile;
    private readonly Func<ParseResult, string> _score;
    private readonly ComputeFlags _compute;

    internal AnomalyCalibrateCommand()
        : base("calibrate", "Sets the thresholds of all scores on val of normal pictures and stores them beside the model, whose weights stay as they are.")
    {
        _run = AddArgument("RUN", "a run folder (its best checkpoint) or a checkpoint file in one", ArgumentArity.ExactlyOne);
        _data = AddOption("--data", "DIR|faces[:N]", "normal pictures: train says what they look like, val where the thresholds are", isRequired: true);
        _percentile = AddOption("--percentile", OptionParser.Number(1, 99.9), "share of normal pictures, in percent, that shall pass", 95.0);
        _score = AddOption("--score", OptionParser.OneOf([.. AnomalyScores.Names.Select(name => (name, name))]), "the score that decides", AnomalyScores.Default);
        _compute = new ComputeFlags(this);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var options = _compute.Apply(parsed, new AnomalyCalibrateOptions
        {
            Run = parsed.GetRequiredValue(_run)[0],
            Data = parsed.GetRequiredValue(_data),
            Percentile = _percentile(parsed),
            Score = _score(parsed),
        });
        var result = Progress.Run(invocation, observer => AnomalyDetector.Calibrate(options, observer, invocation.Stop));
        foreach (string line in TextTable.Fields(
            ("score", result.Score),
            ("threshold", Text.Loss(result.Threshold)),
            ("percentile", result.Percentile.ToString(CultureInfo.InvariantCulture)),
            ("images", Text.Count(result.Images)),
            ("file", result.File)))
        {
            invocation.Write(line);
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
