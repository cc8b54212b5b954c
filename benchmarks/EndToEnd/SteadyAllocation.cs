using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Benchmarks.EndToEnd;

/// <summary>
/// Managed bytes that all threads allocate in steady-state training steps of each family. BenchmarkDotNet's own column counts the harness
/// too.
/// </summary>
internal static class SteadyAllocation
{
    private const int Steps = 20, Batch = 16;

    /// <returns>The exit code.</returns>
    internal static int Print()
    {
        Console.WriteLine($"| family | managed bytes in {Steps} training steps, batch {Batch} |\n|---|---:|");
        foreach (string model in ModelCatalog.Names)
        {
            var family = new FamilyBenchmarks { Model = model, Batch = Batch };
            family.SetUpStep();
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int step = 0; step < Steps; step++)
            {
                family.Step();
            }

            Console.WriteLine($"| {model} | {GC.GetTotalAllocatedBytes(precise: true) - before} |");
            family.CleanUp();
        }

        return 0;
    }
}
