namespace ILGpuAutoencoders.Tests;

public class SolutionTests
{
    [Fact]
    public void Test_project_runs() => Assert.True(Environment.Version.Major >= 10);
}
