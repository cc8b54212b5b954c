using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>tour</c>: parts 1 to 4, one after another, and what they are good for.</summary>
internal sealed class TourCommand : CliCommand
{
    private readonly Option<string> _data, _out;
    private readonly Option<bool> _quick;
    private readonly OptionFlags<TourOptions> _options;

    internal TourCommand()
        : base("tour", "Trains parts 1 to 4 one after another, puts them to use, and leaves one report of it all.")
    {
        _data = AddOption("data", "DIR|faces[:N]", "the pictures [default: drawn faces]");
        _out = AddOutput("out", "DIR", "the folder to write to; it must be missing or empty [default: runs/tour/TIME]");
        _quick = AddSwitch("quick", "few and small pictures, few epochs: a minute instead of four");
        _options = new OptionFlags<TourOptions>(this, TourOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var options = _options.Apply(parsed, new TourOptions
        {
            Data = parsed.GetValue(_data),
            Out = parsed.GetValue(_out),
            Quick = parsed.GetValue(_quick),
        });
        var result = Progress.Run(invocation, observer => Tour.Run(options, observer, invocation.Stop));
        if (!invocation.IsJson)
        {
            Render(invocation, result);
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    private static void Render(Invocation invocation, TourResult result)
    {
        var rows = result.Parts.Select(part => new[]
        {
            part.Part.ToString(), part.Title, Text.Count(part.Parameters), Text.Decibels(part.Evaluation.Psnr),
            part.Evaluation.Pca is { } pca ? Text.Decibels(pca.Psnr) : "-", Text.Ratio(part.Evaluation.Ssim),
            Text.Loss(part.Evaluation.Mse), Text.Count((long)part.ImagesPerSecond),
        });
        invocation.WriteTable(
            ["part", "model", "parameters", "PSNR", "PCA", "SSIM", "test MSE", "images/s"], [.. rows]);

        foreach (string sentence in Verdict.OfTour(result))
        {
            invocation.Write(sentence);
        }

        invocation.Write(
            $"{Text.Duration(TimeSpan.FromSeconds(result.Seconds))}; report.html, results.md and pictures are in {result.Out}");
    }
}
