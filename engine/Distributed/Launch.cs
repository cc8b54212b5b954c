using System.Globalization;

namespace ILGpuAutoencoders.Engine.Distributed;

/// <summary>What a launcher has told this process about the ranks that it started.</summary>
/// <param name="By">The launcher, for people.</param>
/// <param name="Size">How many there are.</param>
/// <param name="Rank">Which of them this is; null where it does not say.</param>
/// <param name="Libraries">Names of the libraries that such ranks find each other with, the likeliest first.</param>
internal sealed record Launch(string By, int Size, int? Rank, IReadOnlyList<string> Libraries)
{
    internal const string OpenMpi = "libmpi.so.40", Mpich = "libmpich.so.12", MpichAlike = "libmpi.so.12";

    /// <summary>Reads the environment; null where nobody launched this process, or launched it alone.</summary>
    /// <param name="variable">Gets a variable, or null.</param>
    internal static Launch? Of(Func<string, string?> variable)
    {
        (string By, string Size, string Rank, string[] Libraries)[] launchers =
        [
            ("mpirun of Open MPI", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", [OpenMpi]),
            ("mpirun of MPICH", "PMI_SIZE", "PMI_RANK", [Mpich, MpichAlike]),
            ("srun", "SLURM_STEP_NUM_TASKS", "SLURM_PROCID", [OpenMpi, Mpich, MpichAlike]),
        ];
        foreach (var (by, size, rank, libraries) in launchers)
        {
            if (Number(variable(size)) is { } count)
            {
                return count > 1 ? new(by, count, Number(variable(rank)), libraries) : null;
            }
        }

        return null;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
