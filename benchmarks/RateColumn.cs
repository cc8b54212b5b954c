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

/// <summary>Work over median time.</summary>
internal sealed class RateColumn : IColumn
{
    public string Id => nameof(RateColumn);

    public string ColumnName => "Rate";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Work over median time: GFLOP/s, GB/s or images/s";

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

        double perSecond = rated.Work / (statistics.Median * 1e-9);
        return string.Create(CultureInfo.InvariantCulture, $"{(rated.Unit[0] == 'G' ? perSecond / 1e9 : perSecond):F1} {rated.Unit}");
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
}
