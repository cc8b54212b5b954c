using System.CommandLine;
using System.Globalization;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Options;

/// <summary>The part of the inputs that a process takes: as an option, or as the task of an array says it.</summary>
internal sealed class ShardOption
{
    private const string SlurmTask = "SLURM_ARRAY_TASK_ID", SlurmCount = "SLURM_ARRAY_TASK_COUNT", SlurmFirst = "SLURM_ARRAY_TASK_MIN";
    private const string SlurmStep = "SLURM_ARRAY_TASK_STEP", JobIndex = "JOB_COMPLETION_INDEX", JobCount = "JOB_COMPLETIONS";

    private readonly ValueOption _option;

    /// <summary>Adds the option to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="parts">What is divided.</param>
    /// <param name="after">What puts the results of all together.</param>
    internal ShardOption(Command command, string parts = "pictures", string after = "merge")
    {
        _option = new ValueOption(
            "shard", Shard.Values.Placeholder,
            $"take only the I-th of N parts of the {parts}; {after} puts the results of all together "
            + $"[default: of {SlurmTask} or {JobIndex}, else 1/1]")
        { Check = Shard.Values.Problem };
        command.Add(_option);
    }

    /// <summary>The shard; null for all pictures. People are told of one that no option gives.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="note">Tells people.</param>
    /// <exception cref="ConfigurationException">The environment names a task, but not which of how many.</exception>
    internal Shard? Read(ParseResult parsed, Action<string> note)
    {
        var found = Read(parsed, Environment.GetEnvironmentVariable);
        if (found is { Source: { } source })
        {
            note($"Shard {found.Value.Shard}, as {source} says; --shard 1/1 takes all.");
        }

        return found?.Shard;
    }

    /// <summary>The shard, and what decided it if that was no option; null for all pictures.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="variable">Gets a variable of the environment.</param>
    internal (Shard Shard, string? Source)? Read(ParseResult parsed, Func<string, string?> variable)
    {
        (Shard Shard, string? Source)? found = parsed.GetValue(_option) is { } text && Shard.Values.TryRead(text, out var given)
            ? (given, null)
            : OfSlurm(variable) is { } slurm ? (slurm, SlurmTask) : OfJob(variable) is { } job ? (job, JobIndex) : null;
        return found is { Shard.Count: > 1 } ? found : null;
    }

    private static Shard? OfSlurm(Func<string, string?> variable)
    {
        if (Number(variable(SlurmTask)) is not { } task)
        {
            return null;
        }

        int count = Number(variable(SlurmCount)) ?? 0, step = Math.Max(1, Number(variable(SlurmStep)) ?? 1);
        int offset = task - (Number(variable(SlurmFirst)) ?? 0);
        return offset >= 0 && offset % step == 0 && offset / step < count
            ? new Shard((offset / step) + 1, count)
            : throw new ConfigurationException(
                "shard", $"{SlurmTask} is {task}, which does not tell one of {count} tasks in equal steps; give I/N.");
    }

    private static Shard? OfJob(Func<string, string?> variable)
    {
        if (Number(variable(JobIndex)) is not { } index)
        {
            return null;
        }

        return Number(variable(JobCount)) is { } count && index < count
            ? new Shard(index + 1, count)
            : throw new ConfigurationException(
                "shard", $"{JobIndex} is {index}, but {JobCount} does not say of how many; set it in the job's manifest, or give I/N.");
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
