using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using ILGPU.Runtime.Cuda;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Products.Simt;
using ILGpuAutoencoders.Engine.Profiling;
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
        var all =
            typeof(SimtDevice).Assembly.GetTypes().SelectMany(
                type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)).Where(IsKernel).ToList();
        Assert.True(all.Count > 8, "Kernels are no longer recognised by their name.");
        Assert.Empty(all.Where(method => !known.Contains(method.MetadataToken)).Select(KernelName.Of));
        var bodies =
            typeof(SimtDevice).Assembly.GetTypes().Where(type => KernelSource.IsBody(type) && type != typeof(Broadcast<,>)).ToList();
        Assert.True(bodies.Count > 20, "Bodies of loops are no longer recognised by their interfaces.");
        var launched = _roll.Launches.Select(launch => KernelSource.BodyOf(launch.Kernel.Method)).ToHashSet();
        Assert.DoesNotContain(bodies, body => !launched.Contains(body));

        static bool IsKernel(MethodInfo method) =>
            method.Name.EndsWith("Kernel", StringComparison.Ordinal) && method.GetParameters() is [{ ParameterType.IsValueType: true }];
    }

    [Fact]
    public void Products_use_tensor_cores_and_copy_asynchronously()
    {
        var products = _roll.Kernels.Where(kernel => kernel.Facts.Mma > 0).ToList();
        Assert.Contains(products, kernel => kernel.Facts.Kernel.Contains(nameof(Warps2x4), StringComparison.Ordinal));
        // Two steps of 8 k, each 4 x 4 instructions on 4 x 4 + 4 x 2 values a thread.
        Assert.All(products, kernel => Assert.Equal((32, 48, 0), (kernel.Facts.Mma, kernel.Facts.Shared, kernel.Facts.WideShared)));
        Assert.All(products, kernel => Assert.True(kernel.Facts.AsyncCopies >= 4, $"{kernel.Facts.Kernel} does not copy asynchronously."));
        Assert.Equal(_roll.Kernels.Count(kernel => kernel.Facts.Kernel.StartsWith("TileKernel", StringComparison.Ordinal)), products.Count);
    }

    /// <summary>
    /// Loads and stores of four floats that memory-bound kernels are meant to have: one an operand, and in kernels of columns one a
    /// parameter of the column.
    /// </summary>
    [Theory]
    [InlineData("SimtLoop<AdamStep>.Kernel", 4, 3)]
    [InlineData("SimtLoop<AddInto>.Kernel", 2, 1)]
    [InlineData("SimtLoop<Broadcast<BinaryMap<", 2, 1)]
    [InlineData("SimtLoop<ColumnCopy>.Kernel", 1, 1)]
    [InlineData("SimtLoop<Copy>.Kernel", 1, 1)]
    [InlineData("SimtLoop<Dropout>.Kernel", 1, 1)]
    [InlineData("SimtLoop<Fill>.Kernel", 0, 1)]
    [InlineData("SimtLoop<Normal>.Kernel", 0, 1)]
    [InlineData("SimtLoop<SgdStep>.Kernel", 3, 2)]
    [InlineData("SimtLoop<UnaryMap<", 1, 1)]
    [InlineData("SimtLoop<UnaryMapBackward<", 2, 1)]
    [InlineData("BatchStatistics.PiecesKernel<Float4>", 2, 2)]
    [InlineData("Normalize<LeakyRelu>.Kernel<Float4>", 5, 1)]
    [InlineData("ColumnFold<BatchNormSums<LeakyRelu>>.Kernel<Float4>", 5, 2)]
    [InlineData("BatchNormByInput<LeakyRelu>.Kernel<Float4>", 8, 1)]
    [InlineData("ColumnFold<BiasGradient<", 2, 2)]
    [InlineData("ColumnFold<PairLoss<SquaredError>>.Kernel<Float4>", 2, 3)]
    [InlineData("ColumnFold<AxisTerms>.Kernel<Float4>", 1, 1)]
    public void Memory_bound_kernels_move_four_floats_at_a_time(string kernel, int loads, int stores)
    {
        var (facts, ptx) = _roll.Kernels.First(
            k => k.Facts.Kernel.StartsWith(kernel, StringComparison.Ordinal)
                && !k.Facts.Kernel.Contains(nameof(ScalarLane), StringComparison.Ordinal));
        Assert.True((loads, stores) == (facts.WideLoads, facts.WideStores),
            $"{facts.Kernel}: {facts.WideLoads} loads and {facts.WideStores} stores of four floats:\n{ptx}");
        // A loop over elements has a second one for what is left; a kernel of columns has none.
        if (kernel.StartsWith("ColumnFold", StringComparison.Ordinal))
        {
            Assert.Equal((0, 0), (facts.Loads, facts.Stores));
        }
    }

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_75")]
    public void In_float32_products_read_shared_memory_four_floats_at_a_time(string architecture)
    {
        bool isAmpere = architecture == "sm_80";
        using var compiler = new PtxCompiler(isAmpere ? CudaArchitecture.SM_80 : CudaArchitecture.SM_75);
        var launches = Rehearsal.Step("conv", isAmpere ? SimtTarget.AmpereFloat : SimtTarget.Turing);
        foreach (var launch in launches.Where(
            launch => launch.Kernel.Method.DeclaringType!.Name.StartsWith("TileKernel", StringComparison.Ordinal)).DistinctBy(Signature)
                .Take(6))
        {
            string ptx = compiler.Compile(launch);
            var facts = KernelFacts.Of(KernelName.Of(launch.Kernel.Method), launch.GroupSize, ptx);
            // Four k: eight reads of A and eight of B, 256 multiplications.
            Assert.Equal((0, 16, 0, 0, architecture), (facts.Local, facts.WideShared, facts.Shared, facts.Mma, facts.Target));
            Assert.Equal(isAmpere, facts.AsyncCopies > 0);
            if (Ptxas.Path is not null)
            {
                string report = Ptxas.Assemble(ptx, "sm_90");
                Assert.True(Ptxas.SpilledBytes(report) == 0 && Ptxas.Registers(report) * facts.Threads <= 65_536,
                    $"{facts.Kernel} spills:\n{report}");
            }
        }
    }

    /// <summary>
    /// ILGPU takes structs whose fields are alike once those of nested structs are written out for one type, and mixes their nesting up:
    /// the second of them to be compiled fails with a NullReferenceException. Exchange two fields of one of them.
    /// </summary>
    [Fact]
    public void No_two_argument_types_differ_in_their_nesting_alone()
    {
        var types = new HashSet<Type>();
        foreach (var launch in _roll.Steps.Values.SelectMany(step => step).Concat(_roll.Launches))
        {
            Collect(launch.Kernel.Method.GetParameters()[0].ParameterType);
        }

        Assert.Empty(
            types.GroupBy(type => Describe(type, isFlat: true)).Where(
                same => same.DistinctBy(type => Describe(type, isFlat: false)).Count() > 1).Select(same => string.Join(" and ", same)));

        void Collect(Type type)
        {
            if (IsStruct(type) && types.Add(type))
            {
                Array.ForEach(Fields(type), field => Collect(field.FieldType));
            }
        }

        static string Describe(Type type, bool isFlat) =>
            !IsStruct(type) ? type.ToString()
                : isFlat ? string.Join(',', Fields(type).Select(f => Describe(f.FieldType, isFlat)))
                : $"({string.Join(',', Fields(type).Select(f => Describe(f.FieldType, isFlat)))})";

        static bool IsStruct(Type type) =>
            type is { IsPrimitive: false, IsEnum: false } && !type.Name.StartsWith("ArrayView", StringComparison.Ordinal);

        static FieldInfo[] Fields(Type type) =>
            [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(field => field.MetadataToken)];
    }

    [Fact]
    public void Variables_stay_in_registers() =>
        Assert.All(_roll.Kernels,
            kernel => Assert.True(kernel.Facts.Local == 0, $"{kernel.Facts.Kernel} keeps variables in local memory:\n{kernel.Ptx}"));

    [Fact]
    public void The_facts_are_those_of_the_documents() => Snapshot(
        "ptx.md",
        "# The kernels as PTX",
        "Every Simt kernel of a training step of every family (batch 64, 64 x 64 pixels, CUDA) and of the table of operations, as ILGPU "
        + "compiles it: how often each\n"
        + "instruction occurs in its text. No kernel has a variable in `.local` memory. `tests/engine/KernelTableTests.cs` writes this "
        + "file (`UPDATE_GOLDEN=1`) and\n"
        + "fails if it differs; no GPU was available.",
        KernelFacts.Header,
        _roll.Kernels.Select(kernel => kernel.Facts.Row()));

    [Fact]
    public void The_launches_and_floors_of_a_step_are_those_of_the_documents()
    {
        string[] families = [.. ModelCatalog.Names];
        // Denoising is conv with other pictures.
        Assert.Equal(Names("conv"), Names("denoising"));
        families = [.. families.Except(["denoising"])];
        Snapshot(
            "launches.md",
            "# Launches and floors of a training step",
            "Batch 64, 64 x 64 pixels, CUDA in tf32: how often a rehearsed step launches each kernel, and the least time that all of its "
            + "launches could take on an H200, in microseconds: each\n"
            + "operand moved once at 4.3 TB/s (twice if both read and written), or, if that takes longer, its operations at 300 "
            + "TFLOP/s, which is what `mma.sync` can reach in tf32. A floor accounts for neither\n"
            + "launches nor caches: what stays in the L2 cache between two kernels moves faster. **Nothing here was measured: no GPU was "
            + "available.** After the first step all launches of a step are one graph.\n"
            + "`denoising` launches what `conv` does. Written by `tests/engine/KernelTableTests.cs`.",
            ["kernel", .. families.Select(family => $"`{family}`")],
            [
                Row("**all**", launches => launches),
                Row("all products", launches => launches.Where(launch => KernelWork.IsProduct(launch))),
                .. families.SelectMany(Names).Distinct().Order(StringComparer.Ordinal).Select(
                    kernel => Row($"`{kernel}`", launches => launches.Where(launch => Name(launch) == kernel))),
            ]);

        string[] Row(string title, Func<IEnumerable<KernelLaunch>, IEnumerable<KernelLaunch>> choose) =>
            [title, .. families.Select(family =>
        {
            var chosen = choose(_roll.Steps[family]).ToList();
            return chosen.Count == 0 ? ""
                : string.Create(System.Globalization.CultureInfo.InvariantCulture,
                    $"{chosen.Count}: {chosen.Sum(launch => 1e6 * DeviceCeilings.H200.Floor(new KernelUse(launch, 0))):F1}");
        })];

        IEnumerable<string> Names(string family) => _roll.Steps[family].Select(Name);

        static string Name(KernelLaunch launch) => KernelName.Of(launch.Kernel.Method);
    }

    /// <summary>Three times the products of the forward pass, less the gradient by the pictures, which nothing needs.</summary>
    [Fact]
    public void The_operations_of_rehearsed_products_are_those_of_the_model()
    {
        foreach (string family in ModelCatalog.Names)
        {
            using var device = new SimdDevice(1);
            using var model = Autoencoder.Create(device, ModelCatalog.Get(family).Defaults);
            double forward = 64.0 * new ModelSummary(model).FlopsPerImage,
            all = _roll.Steps[family].Sum(launch => KernelWork.Operations(launch));
            Assert.InRange(all / forward, 2.4, 3.0);
        }
    }

    [Fact]
    public void Assembled_they_spill_nothing_and_use_the_registers_of_the_documents()
    {
        Assert.SkipWhen(Ptxas.Path is null, "ptxas is neither on the PATH nor in $PTXAS: PTX was compiled, not assembled.");
        var rows = new List<string[]>();
        foreach (var (facts, ptx) in _roll.Kernels)
        {
            string report = Ptxas.Assemble(ptx, "sm_90");
            Assert.True(Ptxas.SpilledBytes(report) == 0, $"{facts.Kernel} spills:\n{report}");
            int registers = Ptxas.Registers(report);
            Assert.True(registers * facts.Threads <= 65_536,
                $"{facts.Kernel}: {registers} registers for {facts.Threads} threads do not fit a multiprocessor.");
            rows.Add(
                [$"`{facts.Kernel}`", $"{facts.Threads}", $"{registers}", $"{Ptxas.SharedBytes(report)}",
                    $"{Math.Min(2048 / facts.Threads, 65_536 / (registers * facts.Threads))}"]);
        }

        Snapshot(
            "registers.md",
            "# The kernels assembled",
            "The same kernels through `ptxas -arch=sm_90` (CUDA 11.8): no spills and no stack anywhere. \"Groups\" is how many fit a "
            + "multiprocessor of 65,536 registers and 2,048\n"
            + "threads. Written by `tests/engine/KernelTableTests.cs` (`PTXAS=path UPDATE_GOLDEN=1`); the driver's own compiler may choose "
            + "otherwise.",
            ["kernel", "threads", "registers", "shared bytes", "groups"],
            rows);
    }

    /// <summary>What tells kernels apart: the method and its type arguments but for formulas.</summary>
    private static string Signature(KernelLaunch launch)
    {
        var method = launch.Kernel.Method;
        return $"{Name(method.DeclaringType!)}.{method.Name}<{Names(method.IsGenericMethod ? method.GetGenericArguments() : [])}> "
            + $"{launch.GroupSize}";

        static string Name(Type type) =>
            typeof(IUnaryOp).IsAssignableFrom(type) || typeof(IBinaryOp).IsAssignableFrom(type)
                ? "f"
                : $"{type.DeclaringType?.Name}.{type.Name}<{Names(type.GetGenericArguments())}>";

        static string Names(Type[] types) => string.Join(", ", types.Select(Name));
    }

    /// <summary>A kernel whatever its tile and formula.</summary>
    private static (int, Type?, string) Kind(KernelLaunch launch)
    {
        var method = launch.Kernel.Method;
        return (method.MetadataToken, KernelSource.BodyOf(method), method.IsGenericMethod ? method.GetGenericArguments()[0].Name : "");
    }

    private static void Snapshot(
        string name, string title, string text, string[] header, IEnumerable<string[]> rows, [CallerFilePath] string caller = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(caller)!, "..", "..", "docs", "kernels", name);
        var table = new StringBuilder(
            $"{title}\n\n{text}\n\n| {string.Join(" | ", header)} |\n|{string.Concat(Enumerable.Repeat("---|", header.Length))}\n");
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
        Assert.True(
            kept == table.ToString(),
            $"docs/kernels/{name} is out of date; run the tests once with UPDATE_GOLDEN=1 and read what it wrote. Lines that "
            + $"differ:\n{string.Join('\n', changed)}");
    }

    /// <summary>Every kernel once, with its PTX.</summary>
    public sealed class Roll
    {
        public Roll()
        {
            // A formula that a kernel is given changes little: PtxTableTests compiles them all.
            Steps = ModelCatalog.Names.ToDictionary(family => family, family => Rehearsal.Step(family, SimtTarget.AmpereTensor));
            var launches = Steps.Values.SelectMany(step => step).ToList();
            var used = launches.Select(Kind).ToHashSet();
            launches.AddRange(Rehearsal.Rows(SimtTarget.AmpereTensor).Where(launch => !used.Contains(Kind(launch))));
            Launches = [.. launches.DistinctBy(Signature).OrderBy(launch => KernelName.Of(launch.Kernel.Method), StringComparer.Ordinal)];
            using var compiler = new PtxCompiler(CudaArchitecture.SM_80);
            Kernels = [.. Launches.Select(launch =>
            {
                string ptx = compiler.Compile(launch);
                return (KernelFacts.Of(KernelName.Of(launch.Kernel.Method), launch.GroupSize, ptx), ptx);
            })];
        }

        internal IReadOnlyDictionary<string, IReadOnlyList<KernelLaunch>> Steps { get; }

        internal IReadOnlyList<KernelLaunch> Launches { get; }

        internal IReadOnlyList<(KernelFacts Facts, string Ptx)> Kernels { get; }
    }
}
