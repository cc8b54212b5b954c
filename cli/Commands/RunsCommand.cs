using System.CommandLine;
using System.Globalization;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>runs [DIR]</c>: the runs below a folder.</summary>
internal sealed class RunsCommand : CliCommand
{
    private readonly Argument<string[]> _folder;

    internal RunsCommand()
        : base("runs", "Lists the runs below a folder, newest first, with how close they come to val beside the PCA control.") =>
        _folder = AddArgument(
            "DIR", $"a folder of runs, with its subfolders [default: {RunCatalog.Root}]", ArgumentArity.ZeroOrOne, key: "dir");

    protected override int Run(Invocation invocation)
    {
        string folder = invocation.Result.GetValue(_folder) is [var named] ? named : RunCatalog.Root;
        var runs = RunCatalog.List(folder, invocation.Stop);
        var rows = runs.Select(run => new[]
        {
            run.Name, run.Model ?? "-", NameOf(run.Data), run.Latent is { } latent ? Text.Count(latent) : "-",
            run.EpochsAsked is { } asked ? $"{Text.Count(run.Epochs)}/{Text.Count(asked)}" : "-",
            Text.Decibels(run.ValPsnr), Text.Decibels(run.PcaPsnr),
            run.Started?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-",
        });
        invocation.WriteTable(
            ["run", "model", "data", "latent", "epochs", "val PSNR", "PCA", "started"], [.. rows]);

        foreach (var run in runs.Where(run => run.Problem is not null))
        {
            invocation.Write($"{run.Name}: {run.Problem}");
        }

        invocation.WriteJson(new { Dir = folder, Runs = runs });
        return ExitCodes.Ok;
    }

    private static string NameOf(string? data) => data is null ? "-" : Path.GetFileName(Path.TrimEndingDirectorySeparator(data));
}
