using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>reconstruct RUN INPUT...</c>: reconstructs pictures with a trained model.</summary>
internal sealed class ReconstructCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly InputList _inputs;
    private readonly Option<string> _out;
    private readonly OptionFlags<ComputeOptions> _compute;

    internal ReconstructCommand()
        : base("reconstruct", "Reconstructs pictures with a trained model; writes them, and a grid, largest error first.")
    {
        _run = AddArgument("RUN", "a run folder (its best checkpoint) or a checkpoint file in one", ArgumentArity.ExactlyOne);
        _inputs = AddInputs("files, folders and globs");
        _out = AddOutput("out", "DIR", "the folder to write to", isRequired: true);
        _compute = new OptionFlags<ComputeOptions>(this, ComputeOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var options = _compute.Apply(parsed, new ReconstructionOptions
        {
            Run = parsed.GetRequiredValue(_run)[0],
            Inputs = _inputs.Read(parsed),
            Out = parsed.GetRequiredValue(_out),
        });
        var result = Progress.Run(invocation, observer => Reconstructor.Run(options, observer, invocation.Stop));
        if (!invocation.IsJson)
        {
            var rows = result.Pictures.Select(
                picture => new[] { picture.Input, picture.Output, Text.Loss(picture.Mse), Text.Decibels(picture.Psnr) });
            foreach (string line in TextTable.Format(["input", "output", "MSE", "PSNR"], [.. rows]))
            {
                invocation.Write(line);
            }

            invocation.Write($"grid: {result.Grid}");
        }

        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
