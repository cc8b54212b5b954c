using System.CommandLine;
using System.Globalization;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>denoise RUN INPUT...</c>: removes noise from pictures.</summary>
internal sealed class DenoiseCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly InputList _inputs;
    private readonly Option<string> _out;
    private readonly Option<bool> _levels;
    private readonly OptionFlags<DenoiseOptions> _options;

    internal DenoiseCommand()
        : base("denoise",
            "Removes noise from pictures; writes them, and a grid before and after. A unet keeps their size, other models resize "
            + "them.")
    {
        _run = AddArgument("RUN", "a run folder (its best checkpoint) or a checkpoint file in one", ArgumentArity.ExactlyOne);
        _inputs = AddInputs("files, folders and globs");
        _out = AddOutput("out", "DIR", "the folder to write to", isRequired: true);
        _levels = AddSwitch(
            "levels",
            $"the pictures are clean: print a table for noise of strength {Denoiser.Levels[0].ToString(CultureInfo.InvariantCulture)} to "
            + $"{Denoiser.Levels[^1].ToString(CultureInfo.InvariantCulture)}, with median and mean filters as controls");
        _options = new OptionFlags<DenoiseOptions>(this, DenoiseOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var options = _options.Apply(parsed, new DenoiseOptions
        {
            Run = parsed.GetRequiredValue(_run)[0],
            Inputs = _inputs.Read(parsed),
            Out = parsed.GetRequiredValue(_out),
            Levels = parsed.GetValue(_levels),
        });
        var result = Progress.Run(invocation, observer => Denoiser.Run(options, observer, invocation.Stop));
        if (!invocation.IsJson)
        {
            Render(invocation, result);
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    private static void Render(Invocation invocation, DenoiseResult result)
    {
        var rows = result.Pictures.Select(picture => new[]
        {
            picture.Input, picture.Output, $"{picture.Width} x {picture.Height}", Score(picture.Before), Score(picture.After),
        });
        foreach (string line in TextTable.Format(["input", "output", "pixels", "before", "after"], [.. rows]))
        {
            invocation.Write(line);
        }

        if (result.Levels.Count > 0)
        {
            invocation.Write();
            invocation.Write($"PSNR and SSIM, {result.Noise} noise, mean of {Text.Count(result.Levels[0].Images)} pictures");
            var levels = result.Levels.Select(level => new[]
            {
                level.NoiseFactor.ToString("0.0###", CultureInfo.InvariantCulture), Score(level.Input), Score(level.Model),
                Score(level.Median3), Score(level.Mean3), Score(level.Mean5),
            });
            foreach (string line in TextTable.Format(["noise", "none", "model", "median 3x3", "mean 3x3", "mean 5x5"], [.. levels]))
            {
                invocation.Write(line);
            }
        }

        invocation.Write($"grid: {result.Grid}");
    }

    private static string Score(DenoiseScore? score) => score is null ? "-" : $"{Text.Decibels(score.Psnr)} {Text.Ratio(score.Ssim)}";
}
