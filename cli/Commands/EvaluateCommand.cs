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
    private readonly Option<string> _data, _noiseFactor, _csv;
    private readonly Func<ParseResult, DatasetSplit> _split;
    private readonly Option<bool> _noPca;
    private readonly ComputeFlags _compute;

    internal EvaluateCommand()
        : base("evaluate", "Measures MSE, MAE, PSNR and SSIM of a run, beside a PCA of the same latent size.")
    {
        _run = AddArgument("RUN", "a run folder (its best checkpoint) or a checkpoint file in one", ArgumentArity.ExactlyOne);
        _data = AddOption("--data", "DIR|faces[:N]", "other pictures than the run's own");
        _split = AddOption("--split", Splits.Parser, "the part that is evaluated", DatasetSplit.Test);
        _noiseFactor = AddOption("--noise-factor", "S|LOW..HIGH", "another strength of the corruption than in training");
        _csv = AddOption("--csv", "FILE", "write one row a picture; the file must not exist");
        _noPca = AddSwitch("--no-pca", "leave the PCA out: faster");
        _compute = new ComputeFlags(this);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var compute = _compute.Read(parsed);
        var options = new EvaluationOptions
        {
            Run = parsed.GetRequiredValue(_run)[0],
            Data = parsed.GetValue(_data),
            Split = _split(parsed),
            NoiseFactor = NoiseFactor(parsed),
            Csv = parsed.GetValue(_csv),
            Pca = !parsed.GetValue(_noPca),
            Device = compute.Device,
            Threads = compute.Threads,
            Precision = compute.Precision,
        };
        var result = Progress.Run(invocation, observer => Evaluator.Run(options, observer, invocation.Stop));
        foreach (string line in TextTable.Fields(
            ("images", Text.Count(result.Images)),
            ("MSE", Text.Loss(result.Mse)),
            ("MAE", Text.Loss(result.Mae)),
            ("PSNR", Text.Decibels(result.Psnr)),
            ("PSNR of mean MSE", Text.Decibels(result.PsnrOfMeanMse)),
            ("SSIM", Text.Ratio(result.Ssim)),
            ("PSNR of the input", result.PsnrInput is null ? null : Text.Decibels(result.PsnrInput)),
            ("PCA", result.Pca is { } pca ? $"{pca.K} components: MSE {Text.Loss(pca.Mse)}, PSNR {Text.Decibels(pca.Psnr)}" : null),
            ("active units", result.ActiveUnits is { } units ? Text.Count(units) : null),
            ("KL divergence", result.KlDivergence is { } divergence ? string.Create(CultureInfo.InvariantCulture, $"{divergence:0.000} nats") : null),
            ("pictures", $"{result.ImageSize} x {result.ImageSize}, crop {result.Crop}")))
        {
            invocation.Write(line);
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    private NoiseFactor? NoiseFactor(ParseResult parsed)
    {
        if (parsed.GetValue(_noiseFactor) is not { } text)
        {
            return null;
        }

        var options = TrainingOption.Find("noise-factor")!.Set(new TrainingOptions(), text);
        options.Validate();
        return options.NoiseFactor;
    }
}
