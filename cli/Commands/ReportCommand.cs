using System.CommandLine;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>report RUN</c>: writes the page of a run again.</summary>
internal sealed class ReportCommand : CliCommand
{
    private readonly Argument<string[]> _run;
    private readonly OptionFlags<ComputeOptions> _compute;

    internal ReportCommand()
        : base("report",
            "Writes RUN/report.html again: results, curves, grids, errors, latent space and configuration on one page that opens offline.")
    {
        _run = AddArgument("RUN", RunHelp, ArgumentArity.ExactlyOne, isOutput: true);
        _compute = new OptionFlags<ComputeOptions>(this, ComputeOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var options = _compute.Apply(parsed, new ReportOptions { Run = invocation.RunAt(parsed.GetRequiredValue(_run)[0]) });
        var result = Progress.Run(invocation, observer => RunReport.Run(options, observer, invocation.Stop));
        invocation.Write($"{result.Out}: {Quantity.Of(result.Bytes, "byte")}, from {Quantity.Of(result.Images, "picture")}");
        invocation.WriteJson(result);
        return ExitCodes.Ok;
    }
}
