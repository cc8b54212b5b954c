namespace ILGpuAutoencoders.Engine.Distributed;

/// <summary>
/// The values that a library's mpi.h gives to names: Open MPI's handles are addresses that it exports, those of MPICH and what is
/// compatible with it (Intel MPI, MVAPICH, Cray MPICH) are numbers.
/// </summary>
/// <param name="Name">The family, for people.</param>
/// <param name="World">MPI_COMM_WORLD.</param>
/// <param name="Byte">MPI_BYTE.</param>
/// <param name="Word">MPI_FLOAT, of 4 bytes.</param>
/// <param name="RequestSize">Bytes of an MPI_Request.</param>
/// <param name="NoStatuses">MPI_STATUSES_IGNORE.</param>
internal sealed record MpiAbi(string Name, nint World, nint Byte, nint Word, int RequestSize, nint NoStatuses)
{
    /// <summary>That of a library.</summary>
    /// <param name="export">Finds the address of a name, or 0.</param>
    internal static MpiAbi Of(Func<string, nint> export) => export("ompi_mpi_comm_world") is not 0 and var world
        ? new("Open MPI", world, export("ompi_mpi_byte"), export("ompi_mpi_float"), sizeof(long), 0)
        : new("MPICH", 0x44000000, 0x4c00010d, 0x4c00040a, sizeof(int), 1);
}
