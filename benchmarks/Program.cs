using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using ILGpuAutoencoders.Benchmarks;
using ILGpuAutoencoders.Benchmarks.EndToEnd;
using Perfolizer.Horology;

if (args is ["--allocation"])
{
    return SteadyAllocation.Print();
}

if (args is ["--pca", var data, .. var route] && route is [] or ["--exact"])
{
    return PcaFigures.Print(data, isExact: route.Length > 0);
}

if (args is ["--exchange", .. var models])
{
    return ExchangeFigures.Print(models);
}

if (args is ["--onnxruntime", .. var cases])
{
    return OnnxRuntimeRatios.Print(cases);
}

// --quick and --peer COMMAND are ours; all other arguments go to BenchmarkDotNet.
var words = args.ToList();
bool isQuick = words.Remove("--quick");
string? peer = null;
if (words.IndexOf("--peer") is >= 0 and var at && at + 1 < words.Count)
{
    peer = words[at + 1];
    words.RemoveRange(at, 2);
}

if (words.Count == 0)
{
    words.AddRange(["--filter", "*"]);
}

// In process, so that the suite runs with a runtime and without an SDK. Each benchmark lets its code reach the final tier before it is
// timed.
var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithEvaluateOverhead(false);
job = isQuick
    ? job.WithId("Quick").WithWarmupCount(1).WithIterationCount(5).WithIterationTime(TimeInterval.FromMilliseconds(50))
    : job.WithId("Long").WithWarmupCount(4).WithIterationCount(15).WithIterationTime(TimeInterval.FromMilliseconds(250));
var config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(48))
    .HideColumns(Column.Namespace, Column.Job, Column.Error, Column.RatioSD, Column.AllocRatio, Column.Gen0, Column.Gen1, Column.Gen2)
    .AddColumn(new SpeedColumn(), new CeilingColumn())
    .AddExporter(MarkdownExporter.GitHub)
    .AddLogger(ConsoleLogger.Default)
    .WithOptions(ConfigOptions.JoinSummary);
if (peer is not null)
{
    config.AddColumn(new PeerColumn(peer));
}

BenchmarkSwitcher.FromAssembly(typeof(RateColumn).Assembly).Run([.. words], config);
return 0;
