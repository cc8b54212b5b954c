using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>export RUN</c>: a trained model for other programs.</summary>
internal sealed class ExportCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly Option<string> _to;
    private readonly Option<bool> _withScore;
    private readonly OptionFlags<ExportOptions> _options;

    internal ExportCommand()
        : base("export", "Writes a trained model as an ONNX graph or as a safetensors file for PyTorch.")
    {
        _run = AddArgument("RUN", "a run folder (its best checkpoint) or a checkpoint file", ArgumentArity.ExactlyOne);
        _to = AddOutput("to", "FILE", "the file to write, ending in .onnx or .safetensors; it must not exist", isRequired: true);
        _options = new OptionFlags<ExportOptions>(this, ExportOptions.Table);
        _withScore = AddSwitch(
            "with-score", "ONNX only: also output the anomaly score that the run was calibrated with, and its threshold");
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        string path = parsed.GetRequiredValue(_to);
        OutputPaths.RequireNewFile(parsed, path, "to");
        var result = ModelExporter.Run(_options.Apply(parsed, new ExportOptions
        {
            Run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]),
            To = path,
            WithScore = parsed.GetValue(_withScore),
        }), invocation.Stop);
        string graph = result.Outputs.Count > 0 ? $" ({string.Join(", ", result.Inputs)} to {string.Join(", ", result.Outputs)})" : "";
        invocation.Write($"{result.To}: {result.Model}, {result.Part}{graph}, {Quantity.Of(result.Bytes, "byte")}.");
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
