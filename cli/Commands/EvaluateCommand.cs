using System.CommandLine;
using System.Globalization;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>evaluate RUN</c>: how well a run reconstructs pictures that it was not trained on.</summary>
internal sealed class EvaluateCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly Option<string> _data, _csv;
    private readonly Option<bool> _noPca;
    private readonly OptionFlags<EvaluationOptions> _options;

    internal EvaluateCommand()
        : base("evaluate", "Measures MSE, MAE, PSNR and SSIM of a run, beside a PCA of the same latent size.")
    {
        _run = AddArgument("RUN", RunHelp, ArgumentArity.ExactlyOne);
        _data = AddOption("data", "DIR|faces[:N]", "pictures other than the run's own");
        _csv = AddOutput("csv", "FILE", "write one row per picture; the file must not exist");
        _noPca = AddSwitch("no-pca", "skip the PCA: faster");
        _options = new OptionFlags<EvaluationOptions>(this, EvaluationOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        string? csv = parsed.GetValue(_csv);
        if (csv is not null)
        {
            OutputPaths.RequireNewFile(parsed, csv, "csv");
        }

        var options = _options.Apply(parsed, new EvaluationOptions
        {
            Run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]),
            Data = parsed.GetValue(_data),
            Csv = csv,
            Overwrite = true,
            Pca = !parsed.GetValue(_noPca),
        });
        var result = Progress.Run(invocation, observer => Evaluator.Run(options, observer, invocation.Stop));
        foreach (string line in TextTable.Fields(
            ("images", Text.Count(result.Images)),
            ("MSE", Text.Loss(result.Mse)),
            ("MAE", Text.Loss(result.Mae)),
            ("PSNR", Text.Decibels(result.Psnr)),
            ("PSNR of mean MSE", Text.Decibels(result.PsnrOfMeanMse)),
            ("SSIM", Text.Ratio(result.Ssim)),
            ("PSNR of the input", result.PsnrInput is null ? null : Text.Decibels(result.PsnrInput)),
            ("PCA", result.Pca is { } pca
                ? $"{Quantity.Of(pca.K, "component")}: MSE {Text.Loss(pca.Mse)}, PSNR {Text.Decibels(pca.Psnr)}"
                : null),
            ("active units", result.ActiveUnits is { } units ? Text.Count(units) : null),
            ("KL divergence",
                result.KlDivergence is { } divergence ? string.Create(CultureInfo.InvariantCulture, $"{divergence:0.000} nats") : null),
            ("pictures", $"{result.ImageSize.Sides}, crop {result.Crop}")))
        {
            invocation.Write(line);
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
