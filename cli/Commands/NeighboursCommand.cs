using System.CommandLine;
using System.Globalization;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>neighbours RUN QUERY --in DIR</c>: the nearest pictures in latent space.</summary>
internal sealed class NeighboursCommand : CliCommand
{
    private const string DefaultGrid = "neighbours";

    private readonly Argument<string[]> _run, _queries;
    private readonly Option<string> _in, _out;
    private readonly Option<bool> _noAccuracy;
    private readonly PictureList _list;
    private readonly OptionFlags<NeighbourOptions> _options;

    internal NeighboursCommand()
        : base("neighbours",
            "Finds the pictures of a folder that are nearest in latent space; where its folders name people, measures how often that finds "
            + "the same person.")
    {
        _run = AddArgument("RUN", RunHelp, ArgumentArity.ExactlyOne);
        _queries = AddArgument("QUERY", "the pictures to look for: files, folders and globs", ArgumentArity.OneOrMore);
        _in = AddOption("in", "DIR", "the folder to search, with its subfolders", isRequired: true);
        _out = AddOutput("out", "PNG", $"the grid to write; it must not exist [default: {DefaultGrid}-N.png]");
        _noAccuracy = AddSwitch("no-accuracy", "do not measure how often the same person is found: faster");
        _list = new PictureList(this);
        _options = new OptionFlags<NeighbourOptions>(this, NeighbourOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        string path = parsed.GetValue(_out)
            ?? Enumerable.Range(1, int.MaxValue - 1).Select(n => $"{DefaultGrid}-{n}.png").First(name => !Path.Exists(name));
        OutputPaths.RequireNewFile(parsed, path);
        _list.RequireNewFile(invocation);
        var options = _options.Apply(parsed, new NeighbourOptions
        {
            Run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]),
            Queries = parsed.GetRequiredValue(_queries),
            In = parsed.GetRequiredValue(_in),
            Out = path,
            Accuracy = !parsed.GetValue(_noAccuracy),
        });
        var result = Progress.Run(invocation, observer => Neighbours.Run(options, observer, invocation.Stop));
        Render(invocation, result);
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }

    private void Render(Invocation invocation, NeighbourResult result)
    {
        int found = result.Queries.Sum(query => query.Neighbours.Count);
        invocation.Write(
            $"{Quantity.Of(found, "neighbour")} of {Quantity.Of(result.Queries.Count, "picture")}, space: {result.Space}; "
            + $"grid: {result.Grid}");
        if (result.Accuracy is { } accuracy)
        {
            string[] Row(string name, TopAccuracy top) =>
                [name, $"{Text.Share(top.Top1)} ± {Text.Share(top.Top1Error)}", Text.Share(top.Top5)];
            IEnumerable<string[]> In(string name, IReadOnlyDictionary<string, TopAccuracy> spaces) =>
                spaces.Select(space => Row($"{name}, {space.Key}", space.Value));
            string pca = $"PCA-{accuracy.PcaComponents}";
            invocation.Write(
                $"the same person among the nearest, {Text.Count(accuracy.Images)} pictures of {Text.Count(accuracy.People)} people, each "
                + $"left out once (by chance {Text.Share(accuracy.Chance)}; ± a standard error):");
            string[][] rows =
            [
                Row("latent, raw", accuracy.Latent), .. In("latent", accuracy.LatentSpaces), Row("pixels", accuracy.Pixels),
                Row($"{pca}, raw", accuracy.Pca), .. In(pca, accuracy.PcaSpaces),
            ];
            invocation.WriteTable(["by", "top 1", "top 5"], rows);
        }

        var ranked = result.Queries
            .SelectMany(query => query.Neighbours.Select((neighbour, i) => (Query: query.File, Rank: i + 1, neighbour)))
            .OrderBy(each => each.Rank).ThenByDescending(each => each.neighbour.Distance).ToList();
        string folder = SharedFolder.Of(ranked.Select(each => each.neighbour.File));
        _list.Write<(string Query, int Rank, Neighbour Neighbour)>(
            invocation, result.Queries.Count == 1 ? "nearest first" : "the nearest of each, the farthest first", ranked, each => each.Query,
            new("rank", "rank", each => Text.Count(each.Rank), each => each.Rank),
            new("distance", "distance", each => each.Neighbour.Distance.ToString("0.0000", CultureInfo.InvariantCulture),
                each => each.Neighbour.Distance),
            new("folder", "folder", each => each.Neighbour.Folder, each => each.Neighbour.Folder),
            new("neighbour", "neighbour", each => SharedFolder.Below(folder, each.Neighbour.File), each => each.Neighbour.File));
    }
}
