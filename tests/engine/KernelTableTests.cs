using System.Reflection;
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
        var known = _roll.Launches.Select(launch => launch.Kernel.Method.MetadataToken).ToHashSet();
        var all = typeof(SimtDevice).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)).Where(IsKernel).ToList();
        Assert.True(all.Count > 20, "Kernels are no longer recognised by their name.");
        Assert.Empty(all.Where(method => !known.Contains(method.MetadataToken)).Select(SimtDevice.NameOf));

        static bool IsKernel(MethodInfo method) => method.Name.EndsWith("Kernel", StringComparison.Ordinal) && method.GetParameters() is [{ ParameterType.IsValueType: true }];
    }

    [Fact]
    public void Products_use_tensor_cores_and_copy_asynchronously()
    {
        var products = _roll.Kernels.Where(kernel => kernel.Facts.Mma > 0).ToList();
        Assert.Contains(products, kernel => kernel.Facts.Kernel.Contains(nameof(Warps2x4), StringComparison.Ordinal));
        // Two steps of 8 k, each 4 x 4 instructions on 4 x 4 + 4 x 2 values a thread.
        Assert.All(products, kernel => Assert.Equal((32, 48, 0), (kernel.Facts.Mma, kernel.Facts.Shared, kernel.Facts.WideShared)));
        Assert.All(products, kernel => Assert.True(kernel.Facts.AsyncCopies >= 4, $"{kernel.Facts.Kernel} does not copy asynchronously."));
        Assert.Equal(_roll.Kernels.Count(kernel => kernel.Facts.Kernel.StartsWith("TileProduct", StringComparison.Ordinal)), products.Count);
    }

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_75")]
    public void In_float32_products_read_shared_memory_four_floats_at_a_time(string architecture)
    {
        bool isAmpere = architecture == "sm_80";
        using var compiler = new PtxCompiler(isAmpere ? CudaArchitecture.SM_80 : CudaArchitecture.SM_75);
        var launches = Rehearsal.Step("conv", isAmpere ? SimtTarget.AmpereFloat : SimtTarget.Turing);
        foreach (var launch in launches.Where(launch => launch.Kernel.Method.DeclaringType!.Name.StartsWith("TileProduct", StringComparison.Ordinal)).DistinctBy(Signature).Take(6))
        {
            string ptx = compiler.Compile(launch);
            var facts = KernelFacts.Of(SimtDevice.NameOf(launch.Kernel.Method), launch.GroupSize, ptx);
            // Four k: eight reads of A and eight of B, 256 multiplications.
            Assert.Equal((0, 16, 0, 0, architecture), (facts.Local, facts.WideShared, facts.Shared, facts.Mma, facts.Target));
            Assert.Equal(isAmpere, facts.AsyncCopies > 0);
            if (PtxGate.Ptxas is not null)
            {
                string report = PtxGate.Assemble(ptx, "sm_90");
                Assert.True(PtxGate.SpilledBytes(report) == 0 && PtxGate.Registers(report) * facts.Threads <= 65_536, $"{facts.Kernel} spills:\n{report}");
            }
        }
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
    public void The_launches_of_a_step_are_those_of_the_documents() => Snapshot(
        "launches.md",
        "# Launches and floors of a training step",
        "Batch 64, 64 x 64 pixels, CUDA in tf32: what a rehearsal launches, and the least time that the arithmetic could take: three times the products of the forward pass at 300 TFLOP/s, and\n"
        + "ten words of memory a parameter (the weight read by two products, its gradient written, Adam's seven) at 4.3 TB/s. **Nothing here was measured: no GPU was at hand.** After the first step all\n"
        + "launches of a step are one graph. Written by `tests/engine/KernelTableTests.cs`.",
        ["model", "launches", "of them products", "GFLOP", "floor of the products, µs", "floor of the parameters, µs"],
        ModelCatalog.Names.Select(family =>
        {
            var launches = _roll.Steps[family];
            using var device = new SimdDevice(1);
            using var model = Autoencoder.Create(device, ModelCatalog.Get(family).Defaults);
            var summary = new ModelSummary(model);
            double flops = 3.0 * 64 * summary.FlopsPerImage, bytes = 10.0 * sizeof(float) * summary.Parameters;
            int products = launches.Count(launch => launch.Kernel.Method.DeclaringType!.Name.StartsWith("TileProduct", StringComparison.Ordinal));
            return new[] { $"`{family}`", $"{launches.Count}", $"{products}", $"{flops / 1e9:F1}", $"{flops / 300e12 * 1e6:F0}", $"{bytes / 4.3e12 * 1e6:F0}" };
        }));

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

    /// <summary>What tells kernels apart: the method and its type arguments but for formulas.</summary>
    private static string Signature(KernelLaunch launch)
    {
        return $"{Name(launch.Kernel.Method.DeclaringType!)}.{launch.Kernel.Method.Name} {launch.GroupSize}";

        static string Name(Type type) =>
            typeof(IUnaryOp).IsAssignableFrom(type) || typeof(IBinaryOp).IsAssignableFrom(type) ? "f" : $"{type.Name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

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
            // A formula that a kernel is given changes little: PtxTableTests compiles them all.
            Steps = ModelCatalog.Names.ToDictionary(family => family, family => Rehearsal.Step(family, SimtTarget.AmpereTensor));
            var launches = Steps.Values.SelectMany(step => step).ToList();
            var used = launches.Select(launch => launch.Kernel.Method.MetadataToken).ToHashSet();
            launches.AddRange(Rehearsal.Rows(SimtTarget.AmpereTensor).Where(launch => !used.Contains(launch.Kernel.Method.MetadataToken)));
            Launches = [.. launches.DistinctBy(Signature).OrderBy(launch => SimtDevice.NameOf(launch.Kernel.Method), StringComparer.Ordinal)];
            using var compiler = new PtxCompiler(CudaArchitecture.SM_80);
            Kernels = [.. Launches.Select(launch =>
            {
                string ptx = compiler.Compile(launch);
                return (KernelFacts.Of(SimtDevice.NameOf(launch.Kernel.Method), launch.GroupSize, ptx), ptx);
            })];
        }

        internal IReadOnlyDictionary<string, IReadOnlyList<KernelLaunch>> Steps { get; }

        internal IReadOnlyList<KernelLaunch> Launches { get; }

        internal IReadOnlyList<(KernelFacts Facts, string Ptx)> Kernels { get; }
    }
}
