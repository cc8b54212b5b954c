using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>compare RUN...</c>: runs beside each other.</summary>
internal sealed class CompareCommand : CliCommand
{
    private readonly Argument<string[]> _runs;
    private readonly Option<string> _data, _out;
    private readonly OptionFlags<CompareOptions> _options;

    internal CompareCommand()
        : base("compare", "Measures runs beside each other, shows the options that differ, and writes a page with grids side by side.")
    {
        _runs = AddArgument(
            "RUN", "run folders (their best checkpoints) or checkpoint files in them, 2 or more", new ArgumentArity(2, 100));
        _data = AddOption("data", "DIR|faces[:N]", "pictures for all runs [default: each run's own]");
        _out = AddOutput("out", "FILE.html", "the page to write; it must not exist");
        _options = new OptionFlags<CompareOptions>(this, CompareOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        string? page = parsed.GetValue(_out);
        if (page is not null)
        {
            OutputPaths.RequireNewFile(parsed, page);
        }

        var options = _options.Apply(parsed, new CompareOptions
        {
            Runs = [.. parsed.GetRequiredValue(_runs).Select(invocation.RunAt)],
            Data = parsed.GetValue(_data),
            Out = page,
            Overwrite = true,
        });
        var result = Progress.Run(invocation, observer => RunComparison.Run(options, observer, invocation.Stop));
        if (!invocation.IsJson)
        {
            Render(invocation, result);
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    private static void Render(Invocation invocation, CompareResult result)
    {
        var measured = result.Runs.Where(run => run.Evaluation is not null).ToList();
        string folder = SharedFolder.Of(measured.Select(run => run.Run));
        string[] names = [.. measured.Select(run => SharedFolder.Below(folder, run.Run))];
        var rows = measured.Select((run, i) => new[]
        {
            names[i], run.Model!, Text.Count(run.Parameters!.Value), Text.Count(run.Evaluation!.Images),
            Text.Decibels(run.Evaluation.Psnr), Text.Decibels(run.Evaluation.Pca?.Psnr), Text.Ratio(run.Evaluation.Ssim),
            Text.Loss(run.Evaluation.Mse), Text.Loss(run.Evaluation.Mae),
        });
        invocation.WriteTable(
            ["run", "model", "parameters", "images", "PSNR", "PCA", "SSIM", "MSE", "MAE"], [.. rows]);

        if (!result.SamePictures)
        {
            invocation.Write(
                "Each run is measured on its own pictures, which are not the same; --data DIR measures all on those of a folder.");
        }

        invocation.Write();
        if (result.Options.Count == 0)
        {
            invocation.Write("no option differs");
        }
        else
        {
            var options = result.Options.Select(option => option.Value.Select(value => value ?? "-").Prepend(option.Key).ToArray());
            invocation.WriteTable(["option", .. names], [.. options]);
        }

        if (result.Out is not null)
        {
            invocation.Write();
            invocation.Write($"page: {result.Out}");
        }
    }
}
