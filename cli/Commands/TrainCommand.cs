using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>train MODEL</c> and <c>train --resume RUN</c>: from pictures to a run folder.</summary>
internal sealed class TrainCommand : CliCommand
{
    private readonly Argument<string[]> _model;
    private readonly Option<string> _out, _resume;
    private readonly Func<ParseResult, Preset> _preset;
    private readonly OptionFlags<TrainingOptions> _flags;

    internal TrainCommand()
        : base("train", "Trains a model and leaves a run folder, or resumes a run.")
    {
        _model = AddArgument(
            "MODEL", $"the family: {string.Join(", ", ModelCatalog.Names)}", ArgumentArity.ZeroOrOne, [.. ModelCatalog.Names]);
        _out = AddOutput("out", "RUN", "the run folder to create; it must not exist [default: runs/MODEL/TIME-N]");
        _resume = AddOutput("resume", "RUN", "resume this run; it ends with the same bits as if it had never stopped");
        _preset = AddPreset();
        _flags = new OptionFlags<TrainingOptions>(
            this, TrainingOptions.Table, TrainingOptions.PresetKeys,
            TrainingOptions.Table.Options.Select(option => option.Key).Except(["model"]));
    }

    internal override bool JoinsRanks => true;

    protected override int Run(Invocation invocation)
    {
        var result = invocation.Result;
        var world = invocation.OpenWorld();
        if (world is { Rank: 0, Size: > 1 })
        {
            invocation.Note($"{world.Size} ranks, {world.LocalSize} of them on {world.HostOf(0)}, by {world.Name}");
        }

        // Before anything that ranks which resume and ranks which begin would wait for in vain.
        string[] ways = world.AllGather(result.GetValue(_resume) is null ? "train" : "train --resume");
        if (Array.FindIndex(ways, way => way != ways[0]) is > 0 and var other)
        {
            throw new ConfigurationException(
                "resume",
                $"rank {other} on {world.HostOf(other)} was started with {ways[other]}, and rank 0 with {ways[0]}; start all alike.");
        }

        if (result.GetValue(_resume) is { } resumed)
        {
            string run = RunAt(invocation, world, resumed)!;
            if (result.GetValue(_out) is not null)
            {
                throw new ConfigurationException(
                    "out", "--resume uses the run's own folder and config.yaml; omit --out.");
            }

            return Train(invocation, world, observer => ReportedTraining.Resume(
                run, options => Given(result, options), observer, world, invocation.Stop));
        }

        var options = Given(result, Start(result));
        string? init = options.Init is "pca" ? null : options.Init, found = RunAt(invocation, world, init);
        options = init is null ? options : options with { Init = found ?? init };
        return Train(invocation, world, observer => ReportedTraining.Run(
            options, result.GetValue(_out), observer, world, invocation.Stop));
    }

    /// <summary>All options of training in the order of config.yaml, checked; those of the run if one is resumed.</summary>
    protected override int PrintConfig(Invocation invocation)
    {
        var result = invocation.Result;
        var options = Given(
            result, result.GetValue(_resume) is { } run
                ? TrainingConfig.Read(Path.Combine(invocation.RunAt(run), RunFile.Config))
                : Start(result));
        invocation.WriteConfig(TrainingOptions.Table.Options.Select(option => (option.Key, option.Format(options))));
        return ExitCodes.Ok;
    }

    /// <summary>The run that a word stands for on the first rank: others need not see it.</summary>
    private static string? RunAt(Invocation invocation, IWorld world, string? path) =>
        world.Broadcast(world.Rank == 0 && path is not null ? invocation.RunAt(path) : null);

    // The first rank alone shows and reports.
    private static int Train(Invocation invocation, IWorld world, Func<ITrainingObserver?, TrainResult> work)
    {
        if (world.Rank == 0)
        {
            return Report(invocation, Progress.Run(invocation, work));
        }

        work(null);
        return ExitCodes.Ok;
    }

    private static int Report(Invocation invocation, TrainResult result)
    {
        foreach (string line in TextTable.Fields(
            ("run", result.Run),
            ("epochs", Text.Count(result.Epochs)),
            ("best epoch", result.BestEpoch > 0 ? Text.Count(result.BestEpoch) : null),
            ("val loss", result.BestValLoss is { } loss ? Text.Loss(loss) : null),
            ("active units", result.ActiveUnits is { } units ? Text.Count(units) : null),
            ($"{result.Score?.Part} PSNR", result.Score is { } score
                ? Verdict.OfControl(score.Psnr, score.PcaK, score.PcaPsnr)
                : null),
            ("speed", result.ImagesPerSecond > 0 ? Text.Speed(result.ImagesPerSecond) : null),
            ("stopped by", result.StoppedBy.Text())))
        {
            invocation.Write(line);
        }

        invocation.WriteJson(result);
        if (result.StoppedBy == StopReason.Interrupt)
        {
            invocation.Note($"resume with: ilgpu-ae train --resume {ShellWord.Of(result.Run)}");
        }

        return ExitCodes.Ok;
    }

    private TrainingOptions Start(ParseResult result) => result.GetValue(_model) is [var model]
        ? TrainingOptions.For(model, _preset(result))
        : _flags.Has(result, DescribedOptions.Name) ? TrainingOptions.For(DescribedOptions.Name, _preset(result))
        : throw new ConfigurationException(
            $"train: no MODEL was given; name one of {string.Join(", ", ModelCatalog.Names)}, a file that sets one with --config, a "
            + "network of one's own with --network, or a run with --resume.");

    /// <summary>The options with those of the command line set; all are checked.</summary>
    private TrainingOptions Given(ParseResult result, TrainingOptions options) =>
        _flags.Apply(result, result.GetValue(_model) is [var model] ? options with { Model = model } : options);
}
