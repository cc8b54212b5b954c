using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using ILGpuAutoencoders.Benchmarks;

if (args is ["cublas", .. var sizes])
{
    return CuBlasProducts.Print(sizes.Select(int.Parse));
}

// In process: the suite then runs where there is a runtime and no SDK, and the warm-up settles tiered code all the same.
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(8).WithIterationCount(12))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddColumn(new RateColumn(isShare: false), new RateColumn(isShare: true))
    .AddExporter(MarkdownExporter.GitHub)
    .AddLogger(ConsoleLogger.Default)
    .WithOptions(ConfigOptions.JoinSummary);

BenchmarkSwitcher.FromAssembly(typeof(RateColumn).Assembly).Run(args, config);
return 0;
