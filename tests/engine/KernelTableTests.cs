using System.Runtime.CompilerServices;
using System.Text;
using ILGPU.Runtime.Cuda;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>
/// The kernels that a CUDA device launches, compiled to PTX without one: those of a training step of every family, and those of the table
/// that no family uses. The facts are kept in docs/kernels/ptx.md; UPDATE_GOLDEN=1 writes them anew.
/// </summary>
public sealed class KernelTableTests : IClassFixture<KernelTableTests.Roll>
{
    private readonly Roll _roll;

    public KernelTableTests(Roll roll) => _roll = roll;

    [Fact]
    public void Every_kernel_of_the_engine_is_on_the_roll()
    {
        var known = _roll.Launches.Select(launch => Definition(launch.Kernel.Method.DeclaringType!)).ToHashSet();
        var all = typeof(SimtDevice).Assembly.GetTypes().Where(type => typeof(IKernel).IsAssignableFrom(type) && !type.IsInterface);
        Assert.Empty(all.Except(known).Select(type => type.Name));
    }

    [Fact]
    public void Variables_stay_in_registers() => Assert.All(_roll.Kernels, kernel => Assert.True(kernel.Facts.Local == 0, $"{kernel.Facts.Kernel} keeps variables in local memory:\n{kernel.Ptx}"));

    [Fact]
    public void The_facts_are_those_of_the_documents() => Snapshot(
        "ptx.md",
        "# The kernels as PTX",
        "Every Simt kernel of a training step of every family (batch 64, 64 x 64 pixels, CUDA) and of the table of operations, as ILGPU compiles it: how often each\n"
        + "instruction stands in its text. No kernel has a variable in `.local` memory. `tests/engine/KernelTableTests.cs` writes this file (`UPDATE_GOLDEN=1`) and\n"
        + "fails where it differs; no GPU was at hand.",
        KernelFacts.Header,
        _roll.Kernels.Select(kernel => kernel.Facts.Row()));

    [Fact]
    public void Assembled_they_spill_nothing_and_use_the_registers_of_the_documents()
    {
        Assert.SkipWhen(PtxGate.Ptxas is null, "ptxas is neither on the PATH nor in $PTXAS: PTX was compiled, not assembled.");
        var rows = new List<string[]>();
        foreach (var (facts, ptx) in _roll.Kernels)
        {
            string report = PtxGate.Assemble(ptx, "sm_90");
            Assert.True(PtxGate.SpilledBytes(report) == 0, $"{facts.Kernel} spills:\n{report}");
            int registers = PtxGate.Registers(report);
            Assert.True(registers * facts.Threads <= 65_536, $"{facts.Kernel}: {registers} registers for {facts.Threads} threads do not fit a multiprocessor.");
            rows.Add([$"`{facts.Kernel}`", $"{facts.Threads}", $"{registers}", $"{PtxGate.SharedBytes(report)}", $"{Math.Min(2048 / facts.Threads, 65_536 / (registers * facts.Threads))}"]);
        }

        Snapshot(
            "registers.md",
            "# The kernels assembled",
            "The same kernels through `ptxas -arch=sm_90` (CUDA 11.8): no spills and no stack anywhere. \"Groups\" is how many fit a multiprocessor of 65,536 registers and 2,048\n"
            + "threads. Written by `tests/engine/KernelTableTests.cs` (`PTXAS=path UPDATE_GOLDEN=1`); the driver's own compiler may choose otherwise.",
            ["kernel", "threads", "registers", "shared bytes", "groups"],
            rows);
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static void Snapshot(string name, string title, string text, string[] header, IEnumerable<string[]> rows, [CallerFilePath] string caller = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(caller)!, "..", "..", "docs", "kernels", name);
        var table = new StringBuilder($"{title}\n\n{text}\n\n| {string.Join(" | ", header)} |\n|{string.Concat(Enumerable.Repeat("---|", header.Length))}\n");
        foreach (string[] row in rows)
        {
            table.Append($"| {string.Join(" | ", row)} |\n");
        }

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, table.ToString());
        }

        string kept = File.ReadAllText(path).ReplaceLineEndings("\n");
        var changed = table.ToString().Split('\n').Except(kept.Split('\n'));
        Assert.True(kept == table.ToString(), $"docs/kernels/{name} is out of date; run the tests once with UPDATE_GOLDEN=1 and read what it wrote. Lines that differ:\n{string.Join('\n', changed)}");
    }

    /// <summary>Every kernel once, with its PTX.</summary>
    public sealed class Roll
    {
        public Roll()
        {
            var steps = ModelCatalog.Names.SelectMany(family => Rehearsal.Step(family, SimtTarget.Cuda)).ToList();
            var used = steps.Select(launch => Definition(launch.Kernel.Method.DeclaringType!)).ToHashSet();
            // Of what no family uses one formula is enough: PtxTableTests compiles the others.
            var others = Rehearsal.Rows(SimtTarget.Cuda).Where(launch => !used.Contains(Definition(launch.Kernel.Method.DeclaringType!))).DistinctBy(launch => launch.Kernel.Method.MetadataToken);
            Launches = [.. steps.Concat(others).DistinctBy(launch => (launch.Kernel, launch.GroupSize)).OrderBy(launch => SimtDevice.NameOf(launch.Kernel.Method), StringComparer.Ordinal)];
            using var compiler = new PtxCompiler(CudaArchitecture.SM_80);
            Kernels = [.. Launches.Select(launch =>
            {
                string ptx = compiler.Compile(launch);
                return (KernelFacts.Of(SimtDevice.NameOf(launch.Kernel.Method), launch.GroupSize, ptx), ptx);
            })];
        }

        internal IReadOnlyList<KernelLaunch> Launches { get; }

        internal IReadOnlyList<(KernelFacts Facts, string Ptx)> Kernels { get; }
    }
}
