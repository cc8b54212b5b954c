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
    private readonly OptionFlags<AnomalyCalibrateOptions> _options;

    internal AnomalyCalibrateCommand()
        : base("calibrate",
            "Sets the threshold of every score on val of normal pictures and stores them beside the model, whose weights do not change.")
    {
        _run = AddArgument(
            "RUN", RunHelp, ArgumentArity.ExactlyOne, isOutput: true);
        _data = AddOption(
            "data", "DIR|faces[:N]", "normal pictures: train shows what they look like, val sets the thresholds", isRequired: true);
        _options = new OptionFlags<AnomalyCalibrateOptions>(this, AnomalyCalibrateOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var options = _options.Apply(parsed, new AnomalyCalibrateOptions
        {
            Run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]),
            Data = parsed.GetRequiredValue(_data),
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
