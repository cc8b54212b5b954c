using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace ILGpuAutoencoders.Benchmarks;

/// <summary>A column computed from a benchmark's rate.</summary>
internal abstract class RateColumn : IColumn
{
    public string Id => ColumnName;

    public abstract string ColumnName { get; }

    public abstract string Legend { get; }

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics
            || Activator.CreateInstance(benchmarkCase.Descriptor.Type) is not IRated rated)
        {
            return "-";
        }

        foreach (var parameter in benchmarkCase.Parameters.Items)
        {
            benchmarkCase.Descriptor.Type.GetProperty(parameter.Name)?.SetValue(rated, parameter.Value);
        }

        var rate = rated.RateOf(benchmarkCase.Descriptor.WorkloadMethod.Name);
        string device = benchmarkCase.Parameters.Items.FirstOrDefault(item => item.Name == "Device")?.Value as string ?? "cpu";
        return Text(rate, rate.At(statistics.Median * 1e-9), device) ?? "-";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    protected abstract string? Text(Rate rate, double value, string device);

    protected static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Work over median time.</summary>
internal sealed class SpeedColumn : RateColumn
{
    public override string ColumnName => "Rate";

    public override string Legend => "Work over median time: GFLOP/s, GB/s or images/s";

    protected override string? Text(Rate rate, double value, string device) => Format($"{value:F1} {rate.Unit}");
}

/// <summary>The share of the machine's ceiling.</summary>
internal sealed class CeilingColumn : RateColumn
{
    public override string ColumnName => "Of ceiling";

    public override string Legend => "Rate over the measured bandwidth of a copy, or the measured peak of the register tile on all threads";

    protected override string? Text(Rate rate, double value, string device) =>
        Ceilings.Of(device, rate.Unit) is { } ceiling ? Format($"{100 * value / ceiling:F0}%") : null;
}
