using System.Runtime.CompilerServices;
using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

/// <summary>
/// Count, mean and sum of squared deviations of the values of one column. Those of two sets combine exactly (Chan, Golub and LeVeque,
/// "Updating formulae and a pairwise algorithm for computing sample variances", 1979), so that no precision is lost however far the
/// mean is from zero.
/// </summary>
internal struct Moments<T>
    where T : unmanaged, ISimtLane<T>
{
    internal float Count;
    internal T Mean, Squares;

    /// <summary>Merges the values of another set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(float count, T mean, T squares)
    {
        float all = Count + count, share = count / (all > 0 ? all : 1);
        var distance = mean - Mean;
        Squares += squares + (distance * distance * T.Constant(Count * share));
        Mean += distance * T.Constant(share);
        Count = all;
    }

    /// <summary>
    /// Combines the moments of the threads below each other in a group; the uppermost gets the result. All threads must call it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddThreadsBelow(in ColumnWalk.Place place, int shift)
    {
        var counts = SharedMemory.Allocate<float>(ColumnWalk.MostThreads);
        var means = SharedMemory.Allocate<T>(ColumnWalk.MostThreads);
        var squares = SharedMemory.Allocate<T>(ColumnWalk.MostThreads);
        for (int half = place.Step >> 1; half > 0; half >>= 1)
        {
            // The lower half writes its moments, the upper half reads and merges them.
            if ((place.Down >= half) & (place.Down < 2 * half))
            {
                counts[Group.IdxX] = Count;
                means[Group.IdxX] = Mean;
                squares[Group.IdxX] = Squares;
            }

            Group.Barrier();
            if (place.Down < half)
            {
                int other = Group.IdxX + (half << shift);
                Add(counts[other], means[other], squares[other]);
            }
        }
    }
}
