using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>inspect RUN|MODEL</c>: the layer table.</summary>
internal sealed class InspectCommand : CliCommand
{
    private readonly Argument<string[]> _target;
    private readonly Func<ParseResult, Preset> _preset;
    private readonly OptionFlags<TrainingOptions> _flags;

    internal InspectCommand()
        : base("inspect", "Lists the layers of a model with their output shapes, parameters and FLOPs.")
    {
        _target = AddArgument(
            "RUN|MODEL|FILE", $"a run folder, a checkpoint file, a network in YAML, or one of {string.Join(", ", ModelCatalog.Names)}",
            ArgumentArity.ExactlyOne, ModelCatalog.Names, "run");
        _preset = AddPreset();
        _flags = new OptionFlags<TrainingOptions>(
            this, TrainingOptions.Table, TrainingOptions.PresetKeys, ["image-size", "channels", "latent", .. TrainingOptions.NetworkKeys]);
    }

    protected override int Run(Invocation invocation)
    {
        using var model = NetworkOf(invocation);
        var summary = new ModelSummary(model);
        if (!invocation.IsJson)
        {
            var rows = summary.Layers.Select(
                layer => new[] { layer.Name, layer.Kind, layer.OutputShape.ToString(), Text.Count(layer.Parameters),
                    Text.Count(layer.Flops) });
            invocation.WriteTable(["name", "type", "output shape", "parameters", "FLOPs"], [.. rows]);

            invocation.Write();
            invocation.Write(
                $"{summary.Family} for pictures of {summary.Picture}"
                + $"{(summary.Border is { } border ? $", with a border of zeros to {border.Sides}" : "")}, "
                + $"{(summary.Latent is { } latent ? $"latent size {latent}" : "no latent vector")}: " +
                $"{Quantity.Of(summary.Parameters, "parameter")}, {Quantity.Of(summary.FlopsPerImage, "FLOP")} a picture (forward)");
        }

        invocation.WriteJson(new { Model = summary.Family, summary.Parameters, summary.FlopsPerImage });
        return ExitCodes.Ok;
    }

    private Autoencoder NetworkOf(Invocation invocation)
    {
        var result = invocation.Result;
        string target = result.GetRequiredValue(_target)[0];
        bool isDescribed = Path.GetExtension(target).ToUpperInvariant() is ".YAML" or ".YML";
        if (isDescribed || ModelCatalog.Find(target) is not null)
        {
            try
            {
                var options = TrainingOptions.For(isDescribed ? DescribedOptions.Name : target, _preset(result));
                options = isDescribed
                    ? TrainingOptions.Table.Find(DescribedOptions.Name)!.Set(options, target)
                    : options;
                return _flags.Apply(result, options).Network.Build();
            }
            catch (ArgumentException error)
            {
                throw new ConfigurationException(error.Message, error);
            }
        }

        target = invocation.RunAt(target);
        string path = Directory.Exists(target) ? Path.Combine(target, "best.safetensors") : target;
        return File.Exists(path)
            ? ModelCatalog.Describe(path)
            : throw new CheckpointException(
                $"'{target}' is not a run with a best.safetensors, a checkpoint file or a model"
                + $"{NearMatch.Suggest(target, ModelCatalog.Names)} ({string.Join(", ", ModelCatalog.Names)}); name one of these.");
    }
}
