using ILGpuAutoencoders.Engine.Distributed;

namespace ILGpuAutoencoders.Engine;

/// <summary>Finds the ranks that this process works with.</summary>
public static class World
{
    /// <summary>The number that a launcher has given to this process, before it has found the others; 0 for one that works alone.</summary>
    public static int LaunchedRank => Launch.Of(Environment.GetEnvironmentVariable)?.Rank ?? 0;

    /// <summary>
    /// The ranks that mpirun or srun has started, found by Open MPI or MPICH; this process alone where none has. No library of MPI is
    /// loaded then.
    /// </summary>
    /// <exception cref="LaunchException">There is no such library, or it is not that of the launcher.</exception>
    public static IWorld Open() =>
        Launch.Of(Environment.GetEnvironmentVariable) is { } launch ? Open(launch) : AloneWorld.Instance;

    /// <summary>The library of MPI that ranks would find each other by, in a phrase; null where there is none.</summary>
    /// <exception cref="LaunchException">A variable names one that cannot be loaded.</exception>
    public static string? FindLibrary() => MpiLibrary.TryLoad([Launch.OpenMpi, Launch.Mpich, Launch.MpichAlike]) is { } library
        ? $"{library.Version} ({library.Name})"
        : null;

    private static MpiLibrary LibraryOf(Launch launch) => MpiLibrary.TryLoad(launch.Libraries) ?? throw new LaunchException(
        $"{launch.By} has started {launch.Size} ranks, and {string.Join(" or ", launch.Libraries)}, by which they find each other, cannot "
        + $"be loaded on {Environment.MachineName}; install it, name it in {MpiLibrary.PathVariable}, or start one process.");

    private static MpiWorld Open(Launch launch)
    {
        var world = new MpiWorld(LibraryOf(launch));
        if (world.Size == launch.Size)
        {
            return world;
        }

        var (size, library) = (world.Size, world.Name);
        world.Dispose();
        throw new LaunchException(
            $"{launch.By} has started {launch.Size} ranks, and {library} sees {size}: launcher and library are of two kinds of MPI; start "
            + $"with the mpirun of that library, with srun --mpi=pmix, or name another library in {MpiLibrary.PathVariable}.");
    }
}
