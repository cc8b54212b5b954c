using System.CommandLine;
using System.Globalization;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>compress RUN INPUT...</c>: pictures as .iae files, or what that costs and gives.</summary>
internal sealed class CompressCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly InputList _inputs;
    private readonly ShardOption _shard;
    private readonly Option<string> _out;
    private readonly Func<ParseResult, IEnumerable<string>> _also;
    private readonly Option<bool> _table;
    private readonly PictureList _list;
    private readonly OptionFlags<CompressOptions> _bits;
    private readonly OptionFlags<PictureOptions> _compute;

    internal CompressCommand()
        : base("compress", "Compresses pictures to .iae files: quantised, entropy-coded latent vectors, compared with JPEG at equal bytes.")
    {
        _run = AddArgument("RUN", RunHelp, ArgumentArity.ExactlyOne);
        _inputs = AddInputs("files, folders and globs");
        _out = AddOutput("out", "DIR", "the folder to write to; needed unless --table is given");
        _shard = new ShardOption(this);
        _bits = new OptionFlags<CompressOptions>(this, CompressOptions.Table, "bits");
        _table = AddSwitch(
            "table", "write no files; print a table of rate and distortion over numbers of bits, beside JPEG, WebP and a linear codec");
        _also = AddList("also", "RUN,RUN...", "with --table: more runs, for example with other latent sizes");
        _list = new PictureList(this);
        _compute = new OptionFlags<PictureOptions>(this, PictureOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        string run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]);
        var inputs = _inputs.Read(parsed);
        if (parsed.GetValue(_table))
        {
            string[] runs = [run, .. _also(parsed).Select(invocation.RunAt)];
            var table = _compute.Apply(parsed, new RateTableOptions { Runs = runs, Inputs = inputs });
            Render(invocation, Progress.Run(invocation, observer => Compressor.Table(table, observer, invocation.Stop)));
            return ExitCodes.Ok;
        }

        _list.RequireNewFile(invocation);
        var options = _compute.Apply(parsed, _bits.Apply(parsed, new CompressOptions
        {
            Run = run,
            Inputs = inputs,
            Out = parsed.GetValue(_out) ?? throw new ConfigurationException("out", "no folder was given; name one, or use --table."),
            Overwrite = parsed.GetValue(_out) is { } folder && OutputPaths.MayReplace(parsed, folder),
            Shard = _shard.Read(parsed, invocation.Note),
        }));
        var result = Progress.Run(invocation, observer => Compressor.Compress(options, observer, invocation.Stop));
        Render(invocation, result, _list);
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    /// <summary>Says what was written.</summary>
    internal static void Render(Invocation invocation, CompressResult result, PictureList list)
    {
        if (ShardLine.IsWritten(invocation, result, result.Pictures.Count))
        {
            return;
        }

        invocation.Write(
            $"{Text.Count(result.Pictures.Count)} pictures in {Text.Count(result.Bytes)} bytes, {Decimals(result.BitsPerPixel)} bits "
            + $"per pixel: mean PSNR {Text.Decibels(result.Psnr)}.");
        invocation.Write(
            $"JPEG at no fewer bytes: {Text.Count(result.Jpeg.Bytes)}, mean PSNR "
            + $"{Text.Decibels(result.Jpeg.Psnr)}{Larger(result.Jpeg.Larger, result.Pictures.Count)}.");
        list.Write<CompressedPicture>(
            invocation, "lowest PSNR", [.. result.Pictures.OrderBy(picture => picture.Psnr)], picture => picture.Output,
            new("bytes", "bytes", picture => Text.Count(picture.Bytes), picture => picture.Bytes),
            new("bits/pixel", "bits_per_pixel", picture => Decimals(picture.BitsPerPixel), picture => picture.BitsPerPixel),
            new("PSNR", "psnr", picture => Text.Decibels(picture.Psnr), picture => picture.Psnr),
            new("JPEG bytes", "jpeg_bytes", picture => Text.Count(picture.JpegBytes), picture => picture.JpegBytes),
            new("JPEG PSNR", "jpeg_psnr", picture => Text.Decibels(picture.JpegPsnr), picture => picture.JpegPsnr),
            new("quality", "jpeg_quality", picture => Text.Count(picture.JpegQuality), picture => picture.JpegQuality));
    }

    private static void Render(Invocation invocation, RateTableResult result)
    {
        var rows = result.Rows.Select(row => new[]
        {
            row.Run, Text.Count(row.Latent), Short(row.Bits), Tenths(row.Bytes), Tenths(row.PayloadBytes), Decimals(row.BitsPerPixel),
            Text.Decibels(row.Psnr), Text.Decibels(row.JpegPsnr), Tenths(row.JpegBytes), Tenths(row.JpegBytesAtPsnr),
            Text.Decibels(row.Webp.Psnr), Tenths(row.Webp.Bytes), Tenths(row.Webp.BytesAtPsnr), Text.Decibels(row.Klt?.Psnr),
            Tenths(row.Klt?.Bytes), Tenths(row.Klt?.BytesAtPsnr),
        });
        invocation.WriteTable(
            ["run", "latent", "bits", "bytes", "payload", "bits/pixel", "PSNR", "JPEG", "at", "as close", "WebP", "at", "as close", "KLT",
                "at", "as close"], [.. rows]);

        invocation.Write();
        invocation.Write(
            $"means over {Text.Count(result.Rows[0].Images)} pictures, of whole files; controls: PSNR at the fewest bytes that are not "
            + "fewer than ours, and the bytes that come as close. KLT: as many principal components, coded as ours.");
        foreach (string finding in result.Findings)
        {
            invocation.Write(finding);
        }

        invocation.WriteJson(result);
    }

    private static string Larger(int larger, int all) =>
        larger == 0 ? "" : $" (for {Text.Count(larger)} of {Text.Count(all)} even its smallest file is larger than ours)";

    private static string Short(double bits) => bits.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Tenths(double? bytes) => bytes?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";

    private static string Decimals(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
