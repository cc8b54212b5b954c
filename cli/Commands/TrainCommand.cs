using System.CommandLine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli;

/// <summary><c>train MODEL</c>: from pictures to a run folder.</summary>
internal sealed class TrainCommand : CliCommand
{
    private readonly Argument<string[]> _model;
    private readonly Option<string> _out, _config;
    private readonly Option<bool> _printConfig;
    private readonly TrainingFlags _flags;

    internal TrainCommand()
        : base("train", "Trains a model and leaves a run folder.")
    {
        _model = AddArgument("MODEL", $"the family: {string.Join(", ", ModelCatalog.Names)}", ArgumentArity.ZeroOrOne, [.. ModelCatalog.Names]);
        _out = AddOption("--out", "RUN", "the run folder to make; it must not exist [default: runs/MODEL/TIME-N]");
        _config = AddOption("--config", "FILE.yaml", "options from a file, such as config.yaml of a run; options given here go before it");
        _printConfig = AddSwitch("--print-config", "print the resolved options as config.yaml and do nothing");
        _flags = new TrainingFlags(this, TrainingOption.All.Select(option => option.Key).Where(key => key != "model"));
    }

    protected override int Run(Invocation invocation)
    {
        var options = Resolve(invocation.Result);
        if (invocation.Result.GetValue(_printConfig))
        {
            invocation.Console.Output.Write(TrainingConfig.Write(options));
            return ExitCodes.Ok;
        }

        string? run = invocation.Result.GetValue(_out);
        var result = Progress.Run(invocation, observer => Trainer.Run(options, run, observer, invocation.Stop));
        foreach (string line in TextTable.Fields(
            ("run", result.Run),
            ("epochs", Text.Count(result.Epochs)),
            ("best epoch", result.BestEpoch > 0 ? Text.Count(result.BestEpoch) : null),
            ("val loss", result.BestValLoss is { } loss ? Text.Loss(loss) : null),
            ("active units", result.ActiveUnits is { } units ? Text.Count(units) : null),
            ("speed", Text.Speed(result.ImagesPerSecond)),
            ("stopped by", result.StoppedBy)))
        {
            invocation.Write(line);
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    private TrainingOptions Resolve(ParseResult result)
    {
        var options = new TrainingOptions();
        string? config = result.GetValue(_config), model = result.GetValue(_model) is [var name] ? name : null;
        if (config is not null)
        {
            options = TrainingConfig.Read(config);
        }
        else if (model is null)
        {
            throw new ConfigurationException($"train: no MODEL was given; name one of {string.Join(", ", ModelCatalog.Names)}, or a file with --config.");
        }

        return _flags.Apply(result, model is null ? options : options with { Model = model });
    }
}
