using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>sweep MODEL</c>: the same family with several values of any options, as one table.</summary>
internal sealed class SweepCommand : CliCommand
{
    private static readonly string[] s_swept = ["model", "latent", "loss", "seed"];

    private readonly Argument<string[]> _model;
    private readonly Option<string> _out;
    private readonly OptionList<TrainingOptions, int> _latents;
    private readonly OptionList<TrainingOptions, Loss> _losses;
    private readonly OptionList<TrainingOptions, ulong> _seeds;
    private readonly ShardOption _shard;
    private readonly Func<ParseResult, Preset> _preset;
    private readonly OptionFlags<TrainingOptions> _flags;

    internal SweepCommand()
        : base("sweep",
            "Trains a family with every combination of the values given and compares them on test; run again, it resumes where it stopped. "
            + "Most options take several values, separated by commas.")
    {
        _model = AddArgument(
            "MODEL", $"the family: {string.Join(", ", ModelCatalog.Names)}", ArgumentArity.ExactlyOne, [.. ModelCatalog.Names]);
        var table = TrainingOptions.Table;
        _latents = new(this, "latent", "latent sizes", table, "latent", options => options.Latent);
        _losses = new(this, "loss", "losses", table, "loss", options => options.Loss);
        _seeds = new(this, "seeds", "seeds; differences between them are chance", table, "seed", options => options.Seed);
        _out = AddOutput(
            "out", "DIR", "the folder for the runs, the table and report.html; an earlier sweep in it is resumed", isRequired: true);
        _shard = new ShardOption(this, "runs", "the same command without a shard");
        _preset = AddPreset();
        _flags = new OptionFlags<TrainingOptions>(
            this, table, TrainingOptions.PresetKeys, table.Options.Select(option => option.Key).Except(s_swept),
            [.. TrainingOptions.SweptKeys]);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var training = _flags.Apply(parsed, TrainingOptions.For(parsed.GetRequiredValue(_model)[0], _preset(parsed)));
        var options = new SweepOptions
        {
            Training = training,
            Latents = _latents.Read(parsed, training),
            Losses = _losses.Read(parsed, training),
            Seeds = _seeds.Read(parsed, training),
            Further = [.. _flags.Several(parsed).Select(option => new SweepAxis(option.Key, option.Values))],
            Out = parsed.GetRequiredValue(_out),
            Shard = _shard.Read(parsed, invocation.Note),
        };
        var result = Progress.Run(invocation, observer => Sweep.Run(options, observer, invocation.Stop));
        if (result.Shard is { } shard)
        {
            invocation.Write(
                $"Shard {shard} of the runs in {result.Out} is trained; when all are, the same command with --shard 1/1 makes the table.");
        }
        else if (!invocation.IsJson)
        {
            Render(invocation, result);
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    private static void Render(Invocation invocation, SweepResult result)
    {
        string Of(Spread spread, Func<double, string> text) =>
            text(spread.Mean) + (spread.Deviation is { } deviation ? $" ± {text(deviation)}" : "");
        var rows = result.Rows.Select(row => (string[])
        [
            Text.Count(row.Latent), row.Loss, .. row.Options.Values, Of(row.Psnr, x => Text.Decibels(x)), Of(row.Ssim, x => Text.Ratio(x)),
            Of(row.PcaPsnr, x => Text.Decibels(x)), Of(row.Mse, x => Text.Loss(x)), Of(row.Mae, x => Text.Loss(x)),
            Text.Count(row.Seeds), Of(row.ImagesPerSecond, x => Text.Count((long)x)), Text.Count(row.Parameters), Text.Count(row.Bytes),
            row.Model,
        ]);
        invocation.WriteTable(
            [
                "latent", "loss", .. result.Rows[0].Options.Keys, "PSNR", "SSIM", "PCA", "MSE", "MAE", "seeds", "images/s", "parameters",
                "bytes", "model",
            ], [.. rows]);

        invocation.Write(
            $"mean ± deviation over seeds, on test; the table is in {Path.Combine(result.Out, "sweep.md")}, with curves and pictures in "
            + $"{Path.Combine(result.Out, RunFile.Report)}");
    }
}
