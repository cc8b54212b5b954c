using System.CommandLine;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>doctor</c>: whether what training needs works on this machine, and what to do if it does not.</summary>
internal sealed class DoctorCommand : CliCommand
{
    private readonly Option<string> _out;

    internal DoctorCommand()
        : base("doctor",
            "Checks processor, memory, picture codecs, disk and GPU drivers by using them; exits 0 if training on the CPU can work, 7 "
            + "if only the disk prevents it, else 5.") =>
        _out = AddOutput("out", "DIR", "where runs will be written [default: .]", fallback: ".");

    internal override bool JoinsRanks => true;

    protected override int Run(Invocation invocation)
    {
        var checks = new List<DoctorCheck>();
        bool isFirst = World.LaunchedRank == 0;
        foreach (var check in Doctor.Examine(invocation.Result.GetValue(_out) ?? ".", invocation.OpenWorld))
        {
            checks.Add(check);
            if (!isFirst)
            {
                continue;
            }

            invocation.Write($"{Word(check.Status),-7} {check.Name,-9} {check.Detail}");
            if (check.Advice is { } advice)
            {
                invocation.Write($"{"",-17} -> {advice}");
            }
        }

        string[] missing = [.. checks.Where(check => check is { IsNeeded: true, Status: not CheckStatus.Ok }).Select(check => check.Name)];
        if (isFirst)
        {
            Report(invocation, missing, checks);
        }

        return missing switch
        {
            [] => ExitCodes.Ok,
            [Doctor.Disk] => ExitCodes.Disk,
            _ => ExitCodes.Device,
        };
    }

    private static void Report(Invocation invocation, string[] missing, List<DoctorCheck> checks)
    {
        invocation.Write(
            missing.Length == 0 ? "training on the CPU can work" : $"training cannot work without {string.Join(", ", missing)}");
        invocation.WriteJson(
            new
            {
                CanTrain = missing.Length == 0,
                Checks = checks.Select(
                    check => new { check.Name, Status = Word(check.Status), check.Detail, check.Advice, Needed = check.IsNeeded })
            });
    }

    private static string Word(CheckStatus status) => status.ToString().ToLowerInvariant();
}
