using System.CommandLine;
using System.Globalization;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>denoise RUN INPUT...</c>: removes noise from pictures.</summary>
internal sealed class DenoiseCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly InputList _inputs;
    private readonly Option<string> _out;
    private readonly Option<bool> _levels;
    private readonly ShardOption _shard;
    private readonly PictureList _list;
    private readonly OptionFlags<DenoiseOptions> _options;

    internal DenoiseCommand()
        : base("denoise",
            "Removes noise from pictures; writes them, and a grid before and after. A unet keeps their size, other models resize "
            + "them.")
    {
        _run = AddArgument("RUN", RunHelp, ArgumentArity.ExactlyOne);
        _inputs = AddInputs("files, folders and globs");
        _out = AddOutput("out", "DIR", "the folder to write to", isRequired: true);
        _levels = AddSwitch(
            "levels",
            $"the pictures are clean: print a table for noise of strength {Denoiser.Levels[0].ToString(CultureInfo.InvariantCulture)} to "
            + $"{Denoiser.Levels[^1].ToString(CultureInfo.InvariantCulture)}, with median and mean filters and sliding DCT "
            + "thresholding as controls");
        _shard = new ShardOption(this);
        _list = new PictureList(this);
        _options = new OptionFlags<DenoiseOptions>(this, DenoiseOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        _list.RequireNewFile(invocation);
        var options = _options.Apply(parsed, new DenoiseOptions
        {
            Run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]),
            Inputs = _inputs.Read(parsed),
            Out = parsed.GetRequiredValue(_out),
            Overwrite = OutputPaths.MayReplace(parsed, parsed.GetRequiredValue(_out)),
            Levels = parsed.GetValue(_levels),
            Shard = _shard.Read(parsed, invocation.Note),
        });
        var result = Progress.Run(invocation, observer => Denoiser.Run(options, observer, invocation.Stop));
        Render(invocation, result, _list);
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    /// <summary>Says what was written.</summary>
    internal static void Render(Invocation invocation, DenoiseResult result, PictureList list)
    {
        if (ShardLine.IsWritten(invocation, result, result.Pictures.Count))
        {
            return;
        }

        var known = result.Pictures.Where(picture => picture is { Before: not null, After: not null }).ToList();
        string gain = known.Count == 0
            ? ""
            : $": PSNR {Text.Decibels(known.Average(picture => picture.Before!.Psnr))} before, "
                + $"{Text.Decibels(known.Average(picture => picture.After!.Psnr))} after";
        float noise = result.Pictures.Select(picture => picture.Noise).Order().ElementAt(result.Pictures.Count / 2);
        string found = known.Count > 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", in which noise has a deviation of about {noise:0.000}");
        invocation.Write($"{result.Out} holds {Quantity.Of(result.Pictures.Count, "picture")}{found}{gain}"
            + $"{(result.Grid is null ? "" : $"; grid: {result.Grid}")}");
        if (result.Levels.Count > 0)
        {
            invocation.Write();
            invocation.Write(
                $"PSNR and SSIM, {result.Noise} noise, mean of {Quantity.Of(result.Levels[0].Images, "picture")}");
            var levels = result.Levels.Select(level => new[]
            {
                level.NoiseFactor.ToString("0.0###", CultureInfo.InvariantCulture), Score(level.Input), Score(level.Model),
                Score(level.Median3), Score(level.Mean3), Score(level.Mean5), Score(level.Dct8),
            });
            invocation.WriteTable(["noise", "none", "model", "median 3x3", "mean 3x3", "mean 5x5", "DCT 8x8"], [.. levels]);
        }

        list.Write<DenoisedPicture>(
            invocation, known.Count == 0 ? "denoised" : "lowest PSNR",
            [.. result.Pictures.OrderBy(picture => picture.After?.Psnr ?? double.NegativeInfinity)], picture => picture.Input,
            new("before", "psnr_before", picture => Score(picture.Before), picture => picture.Before?.Psnr),
            new("after", "psnr_after", picture => Score(picture.After), picture => picture.After?.Psnr),
            new("noise", "noise", picture => picture.Noise.ToString("0.000", CultureInfo.InvariantCulture), picture => picture.Noise),
            new("pixels", "pixels", picture => $"{picture.Width} x {picture.Height}", picture => $"{picture.Width}x{picture.Height}"),
            new("output", "output", picture => SharedFolder.Below(result.Out, picture.Output), picture => picture.Output));
    }

    private static string Score(DenoiseScore? score) => score is null ? "-" : $"{Text.Decibels(score.Psnr)} {Text.Ratio(score.Ssim)}";
}
