using System.CommandLine;
using System.Globalization;
using ILGpuAutoencoders.Cli.Options;
using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>kernels [OP|MODEL]</c>: what a step runs, how much of it, how long it takes, and its PTX.</summary>
internal sealed class KernelsCommand : CliCommand
{
    private static readonly BenchmarkOptions s_defaults = BenchmarkOptions.Table.Defaults;

    private readonly Argument<string[]> _target;
    private readonly Option<bool> _time;
    private readonly Option<string> _ptx;
    private readonly OptionFlags<BenchmarkOptions> _options;

    internal KernelsCommand()
        : base("kernels", "Lists the kernels of a step, with their work, lower bounds on time, times and PTX.")
    {
        _target = AddBenchmarkTarget();
        _time = AddSwitch("time", "take the time of each kernel; without it, cuda and opencl are laid out and need no GPU");
        _ptx = AddOption(
            "ptx", "NAME",
            "print the PTX of the kernels with this in their names, with registers where ptxas is found; needs --device cuda");
        _options = new OptionFlags<BenchmarkOptions>(this, BenchmarkOptions.Table);
    }

    protected override int Run(Invocation invocation)
    {
        var parsed = invocation.Result;
        var options = _options.Apply(parsed, parsed.GetValue(_target) is [var target] ? s_defaults with { Target = target } : s_defaults);
        bool isTimed = parsed.GetValue(_time);
        if (isTimed)
        {
            invocation.Note(
                $"{options.Target}: warming up, then timing each kernel for {options.Seconds.ToString(CultureInfo.InvariantCulture)} s");
        }

        var table = KernelTable.Of(
            options, isTimed, parsed.GetValue(_ptx), new PlainProgress(invocation.Console.Error, invocation.IsQuiet, TimeProvider.System),
            invocation.Stop);
        if (!invocation.IsJson)
        {
            if (table.Texts is { } texts)
            {
                Write(invocation, texts);
            }
            else
            {
                Write(invocation, table, isTimed);
            }
        }

        invocation.WriteJson(table);
        return ExitCodes.Ok;
    }

    private static void Write(Invocation invocation, KernelTable table, bool isTimed)
    {
        double all = table.Kernels.Sum(row => row.TimeUs ?? 0), floor = table.Kernels.Sum(row => row.FloorUs);
        string times = isTimed ? $"{Number(all)} µs, and " : "";
        string ceilings = string.Create(
            CultureInfo.InvariantCulture, $"{table.BytesPerSecond / 1e9:N1} GB/s and {table.FlopsPerSecond / 1e9:N0} GFLOP/s");
        invocation.Write(
            $"{table.Model} on {table.Device}: {table.Kernels.Sum(row => row.Launches)} launches of {table.Kernels.Count} kernels, {times}"
            + $"{Number(floor)} µs at least by {(table.IsMeasured ? "what this machine reaches" : "an H200's")} {ceilings}");
        invocation.Write();
        string[] headings =
            ["kernel", "launches", "MFLOP", "MB", "floor µs", .. isTimed ? ["time µs", "share"] : (string[])["share"], "file"];
        invocation.WriteTable(headings, [.. table.Kernels.Select(row => (string[])[
            row.Kernel, Text.Count(row.Launches), row.Flops > 0 ? Number(row.Flops / 1e6) : "-", Number(row.Bytes / 1e6),
            Number(row.FloorUs), .. row.TimeUs is { } time ? [Number(time)] : Array.Empty<string>(), Text.Share(row.Share),
            row.Source ?? "-"])]);
    }

    private static void Write(Invocation invocation, IReadOnlyList<KernelText> texts)
    {
        foreach (var text in texts)
        {
            string registers = text.Registers is { } found ? $"{found} registers, {text.SharedBytes} shared bytes" : "ptxas not found";
            invocation.Write($"// {text.Kernel}: {text.Threads} threads a group, {registers}, {text.Source ?? "no symbols"}");
            foreach (string line in text.Ptx.ReplaceLineEndings("\n").TrimEnd().Split('\n'))
            {
                invocation.Write(line.Replace("\t", "    ", StringComparison.Ordinal).TrimEnd());
            }
        }
    }

    private static string Number(double value) => value.ToString("N1", CultureInfo.InvariantCulture);
}
