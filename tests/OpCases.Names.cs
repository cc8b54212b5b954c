namespace ILGpuAutoencoders.Tests;

/// <summary>The table as the data of theories.</summary>
public static partial class OpCases
{
    public static TheoryData<string> Names => [.. All.Select(row => row.Name)];

    public static TheoryData<string> SimulatedNames => [.. All.Where(row => row.OnSimulator).Select(row => row.Name)];

    /// <summary>The operations.</summary>
    public static TheoryData<string> Ops => [.. Rows.Select(row => row.Name).Distinct()];
}
