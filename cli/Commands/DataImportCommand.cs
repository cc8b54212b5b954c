using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>data import ARCHIVE|DIR</c>: pictures of people as train, val and test.</summary>
internal sealed class DataImportCommand : CliCommand
{
    private readonly Argument<string[]> _source;
    private readonly Option<string> _out, _trainPeople, _testPeople;
    private readonly OptionFlags<TrainingOptions> _flags;

    internal DataImportCommand()
        : base("import",
            "Unpacks pictures of people (LFW: folder, .zip, .tgz) and splits them so that no person is in two of train, val and test.")
    {
        _source = AddArgument(
            "SOURCE", "a folder, or a .zip, .tar, .tar.gz or .tgz archive, with one folder per person", ArgumentArity.ExactlyOne);
        _out = AddOutput("out", "DIR", "the folder to create; it must be missing or empty", isRequired: true);
        _trainPeople = AddOption(
            "train-people", "FILE", "the people of train and val, such as LFW's peopleDevTrain.txt; requires --test-people");
        _testPeople = AddOption("test-people", "FILE", "the people of test, such as LFW's peopleDevTest.txt");
        _flags = new OptionFlags<TrainingOptions>(this, TrainingOptions.Table, "seed");
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var options = new ImportOptions
        {
            Source = parsed.GetRequiredValue(_source)[0],
            Out = parsed.GetRequiredValue(_out),
            Seed = _flags.Apply(parsed).Seed,
            TrainPeople = parsed.GetValue(_trainPeople),
            TestPeople = parsed.GetValue(_testPeople),
        };
        OutputPaths.RequireNewFolder(options.Out);
        if ((options.TrainPeople is null) != (options.TestPeople is null))
        {
            throw new ConfigurationException("--train-people and --test-people belong together; give both or neither.");
        }

        var result = Progress.Run(invocation, observer => DatasetImporter.Import(options, observer.Loading, invocation.Stop));
        invocation.Write(
            $"{result.Out} holds {Quantity.Of(result.Images, "picture")} of {Quantity.Of(result.People, "person", "people")}: "
            + $"{Text.Count(result.Train)} in train, {Text.Count(result.Val)} in val, {Text.Count(result.Test)} in test.");
        if (!result.Skipped.IsEmpty)
        {
            invocation.Console.Error.WriteLine($"warning: {result.Skipped}");
        }

        if (result.LeftOut > 0)
        {
            invocation.Write(
                $"{Quantity.Of(result.LeftOut, "picture is", "pictures are")} left "
                + $"out{(options.TrainPeople is null ? "" : ", including those of people in neither list")}.");
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
