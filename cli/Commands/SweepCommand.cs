using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>sweep MODEL</c>: the same family at several latent sizes, losses and seeds, as one table.</summary>
internal sealed class SweepCommand : CliCommand
{
    private static readonly string[] s_swept = ["model", "latent", "loss", "seed"];

    private readonly Argument<string[]> _model;
    private readonly Option<string> _latents, _losses, _seeds, _out;
    private readonly TrainingFlags _flags;

    internal SweepCommand()
        : base("sweep", "Trains a family at several latent sizes, losses and seeds and compares them on test; called again, it goes on where it stopped.")
    {
        _model = AddArgument("MODEL", $"the family: {string.Join(", ", ModelCatalog.Names)}", ArgumentArity.ExactlyOne, [.. ModelCatalog.Names]);
        _latents = AddOption("--latent", "N,N...", "latent sizes [default: 256]");
        _losses = AddOption("--loss", "LOSS,LOSS...", $"losses, of {string.Join(", ", TrainingOption.Find("loss")!.Values)} [default: mse]");
        _seeds = AddOption("--seeds", "N,N...", "seeds; what differs between them is chance [default: 0]");
        _out = AddOption("--out", "DIR", "the folder of the runs, the table and report.html; one of an earlier sweep is gone on with", isRequired: true);
        _flags = new TrainingFlags(this, TrainingOption.All.Select(option => option.Key).Where(key => !s_swept.Contains(key)));
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var training = _flags.Apply(parsed, new TrainingOptions { Model = parsed.GetRequiredValue(_model)[0] });
        var options = new SweepOptions
        {
            Training = training,
            Latents = Values(parsed, _latents, "latent", set => set.Latent),
            Losses = Values(parsed, _losses, "loss", set => set.Loss),
            Seeds = Values(parsed, _seeds, "seed", set => set.Seed),
            Out = parsed.GetRequiredValue(_out),
        };
        var result = Progress.Run(invocation, observer => Sweep.Run(options, observer, invocation.Stop));
        if (!invocation.IsJson)
        {
            Render(invocation, result);
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    /// <summary>The values of a list, read as the key of training reads one; without a list the default of training.</summary>
    /// <exception cref="ConfigurationException">One cannot be read; the message names the option.</exception>
    private static List<T> Values<T>(ParseResult parsed, Option<string> option, string key, Func<TrainingOptions, T> get)
    {
        var defaults = new TrainingOptions();
        try
        {
            return parsed.GetValue(option) is { } list
                ? [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => get(TrainingOption.Find(key)!.Set(defaults, text))).Distinct()]
                : [get(defaults)];
        }
        catch (ConfigurationException error)
        {
            throw new ConfigurationException(option.Name + error.Message[key.Length..], error);
        }
    }

    private static void Render(Invocation invocation, SweepResult result)
    {
        string Of(Spread spread, Func<double, string> text) => text(spread.Mean) + (spread.Deviation is { } deviation ? $" ± {text(deviation)}" : "");
        var rows = result.Rows.Select(row => new[]
        {
            row.Model, Text.Count(row.Latent), row.Loss, Text.Count(row.Seeds), Text.Count(row.Parameters), Text.Count(row.Bytes), Of(row.ImagesPerSecond, x => Text.Count((long)x)),
            Of(row.Psnr, x => Text.Decibels(x)), Of(row.Mse, x => Text.Loss(x)), Of(row.Mae, x => Text.Loss(x)), Of(row.Ssim, x => Text.Ratio(x)), Of(row.PcaPsnr, x => Text.Decibels(x)),
        });
        foreach (string line in TextTable.Format(["model", "latent", "loss", "seeds", "parameters", "bytes", "images/s", "PSNR", "MSE", "MAE", "SSIM", "PCA"], [.. rows]))
        {
            invocation.Write(line);
        }

        invocation.Write($"mean ± deviation over seeds, on test; the table is in {Path.Combine(result.Out, "sweep.md")}, with curves and pictures in {Path.Combine(result.Out, RunFile.Report)}");
    }
}
