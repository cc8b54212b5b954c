using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Distributed;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Options;

namespace ILGpuAutoencoders.Benchmarks.EndToEnd;

/// <summary>
/// The time that ranks take to sum the gradients of a step by their tree, beside that of MPI's own sum, which has no fixed order.
/// </summary>
internal static unsafe class ExchangeFigures
{
    private const int Warmups = 3, Rounds = 15;
    private const nint MpichSum = 0x58000003;

    /// <param name="models">Families; none for mlp, conv and improved.</param>
    /// <returns>The exit code.</returns>
    internal static int Print(string[] models)
    {
        using var world = World.Open();
        if (world.Size == 1)
        {
            Console.Error.WriteLine("benchmarks: --exchange needs ranks: start it by mpirun -n 2 --bind-to none.");
            return 2;
        }

        Tell(world, $"{world.Size} ranks, {world.Name}, ms a step, medians of {Rounds} rounds in alternation");
        Tell(world, "| model | MB | tree | MPI_Allreduce | ratio |");
        Tell(world, "|---|---:|---:|---:|---:|");
        foreach (string name in models is [] ? ["mlp", "conv", "improved"] : models)
        {
            Print(world, name);
        }

        return 0;
    }

    private static void Print(IWorld world, string name)
    {
        using var device = new SimdDevice(threads: Math.Max(1, Environment.ProcessorCount / world.LocalSize));
        using var model = ModelBuilder.NetworkOf(TrainingOptions.For(name)).Build();
        model.PlaceOn(device, seed: 1);
        int parts = world.Size, length = model.Arena.Gradients.Length;
        using var tree = new GradientTree(model.Arena, world);
        tree.Reserve(parts);
        using var allReduce = new AllReduce(length);
        var ways = new Action[] { () => tree.Exchange(parts), allReduce.Run };
        double[][] seconds = [new double[Rounds], new double[Rounds]];
        for (int round = -Warmups; round < Rounds; round++)
        {
            for (int way = 0; way < ways.Length; way++)
            {
                // All begin together.
                world.Any(false);
                long start = Stopwatch.GetTimestamp();
                ways[way]();
                world.Any(false);
                if (round >= 0)
                {
                    seconds[way][round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                }
            }
        }

        double[] medians = Array.ConvertAll(seconds, all => all.Order().ElementAt(Rounds / 2));
        Tell(world, string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {length * sizeof(float) / 1e6:0.0} | {1e3 * medians[0]:0.0} | {1e3 * medians[1]:0.0} | "
            + $"{medians[0] / medians[1]:0.00} |"));
    }

    private static void Tell(IWorld world, string line)
    {
        if (world.Rank == 0)
        {
            Console.WriteLine(line);
        }
    }

    /// <summary>MPI_Allreduce of floats by MPI_SUM, in the library that the ranks have found each other by.</summary>
    private sealed class AllReduce : IDisposable
    {
        private readonly int _length;
        private readonly float* _from, _to;
        private readonly MpiAbi _abi;
        private readonly nint _sum;
        private readonly delegate* unmanaged<void*, void*, int, nint, nint, nint, int> _call;

        internal AllReduce(int length)
        {
            nint all = NativeLibrary.GetMainProgramHandle();
            nint Export(string symbol) => NativeLibrary.TryGetExport(all, symbol, out nint address) ? address : 0;
            _length = length;
            _from = (float*)NativeMemory.AllocZeroed((nuint)length, sizeof(float));
            _to = (float*)NativeMemory.AllocZeroed((nuint)length, sizeof(float));
            _abi = MpiAbi.Of(Export);
            _sum = Export("ompi_mpi_op_sum") is not 0 and var sum ? sum : MpichSum;
            _call = (delegate* unmanaged<void*, void*, int, nint, nint, nint, int>)NativeLibrary.GetExport(all, "MPI_Allreduce");
        }

        internal void Run()
        {
            if (_call(_from, _to, _length, _abi.Word, _sum, _abi.World) != 0)
            {
                throw new InvalidOperationException("MPI_Allreduce failed; see what the library wrote.");
            }
        }

        public void Dispose()
        {
            NativeMemory.Free(_from);
            NativeMemory.Free(_to);
        }
    }
}
