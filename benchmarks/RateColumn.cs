using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace ILGpuAutoencoders.Benchmarks;

/// <summary>What a benchmark does in one call, so that its time becomes a rate.</summary>
internal interface IRated
{
    /// <summary>Units of work a call: floating-point operations, bytes or pictures.</summary>
    double Work { get; }

    /// <summary>GFLOP/s, GB/s or images/s.</summary>
    string Unit { get; }
}

/// <summary>Work over median time, or what share of the machine's <see cref="Ceilings"/> that is.</summary>
internal sealed class RateColumn(bool isShare) : IColumn
{
    public string Id => ColumnName;

    public string ColumnName => isShare ? "Of ceiling" : "Rate";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => isShare ? 1 : 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => isShare ? "Rate over the measured bandwidth of a copy, or the measured peak of the register tile" : "Work over median time: GFLOP/s, GB/s or images/s";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics || Activator.CreateInstance(benchmarkCase.Descriptor.Type) is not IRated rated)
        {
            return "-";
        }

        foreach (var parameter in benchmarkCase.Parameters.Items)
        {
            benchmarkCase.Descriptor.Type.GetProperty(parameter.Name)?.SetValue(rated, parameter.Value);
        }

        double perSecond = rated.Work / (statistics.Median * 1e-9), rate = rated.Unit[0] == 'G' ? perSecond / 1e9 : perSecond;
        return !isShare ? string.Create(CultureInfo.InvariantCulture, $"{rate:F1} {rated.Unit}")
            : Ceilings.Of((string)benchmarkCase.Parameters["Device"], rated.Unit) is { } ceiling ? string.Create(CultureInfo.InvariantCulture, $"{100 * rate / ceiling:F0}%")
            : "-";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
}
