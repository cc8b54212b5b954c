using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>import FILE --model M</c>: makes a run from weights of another program.</summary>
internal sealed class ImportCommand : CliCommand
{
    private readonly Argument<string[]> _file;
    private readonly Option<string> _model, _out;
    private readonly OptionFlags<TrainingOptions> _flags;

    internal ImportCommand()
        : base("import", "Makes a run from weights that PyTorch or another program saved.")
    {
        _file = AddArgument("FILE", "a .safetensors file, or an .onnx file with named weights", ArgumentArity.ExactlyOne);
        _model = AddOption(
            "model", "MODEL", $"the family that the weights belong to: {string.Join(", ", ModelCatalog.Names)}", isRequired: true);
        _model.CompletionSources.Add([.. ModelCatalog.Names]);
        _out = AddOutput("out", "RUN", "the run folder to create; it must not exist [default: runs/MODEL/TIME-N]");
        _flags = new OptionFlags<TrainingOptions>(
            this, TrainingOptions.Table,
            ["image-size", "channels", "latent", .. TrainingOptions.NetworkKeys, "crop", "fit", "noise", "noise-factor", "data"]);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var result = ModelImporter.Run(
            parsed.GetRequiredValue(_file)[0], parsed.GetRequiredValue(_model), options => _flags.Apply(parsed, options),
            parsed.GetValue(_out));
        if (result.Prefix is { } prefix)
        {
            string note =
                $"warning: every name in the file begins with {prefix}, which a wrapper put there; it is removed.";
            invocation.Console.Error.WriteLine(PlainText.Of(note));
        }

        invocation.Write(
            $"{result.Run}: {result.Model} for pictures of {new PictureShape(result.ImageSize, result.Channels)}, "
            + $"{Quantity.Of(result.Parameters, "parameter")}.");
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
