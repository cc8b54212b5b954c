using System.Globalization;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Training;

/// <summary>
/// The tests of configuration files again, in processes that speak the language of their machine, as programs that use the libraries may;
/// ours speaks none.
/// </summary>
public class CultureTests
{
    private const string ExpectedCulture = "TEST_CULTURE", Invariant = "\"System.Globalization.Invariant\": true";

    /// <summary>In German 0.1 is 0,1; in Turkish the small I has no dot.</summary>
    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Files_are_read_and_written_alike_in_other_languages(string culture)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The language is chosen as on Linux.");
        Assert.SkipWhen(Environment.GetEnvironmentVariable(ExpectedCulture) is not null, "This is such a process.");
        string folder = Directory.CreateTempSubdirectory("culture").FullName, config = Path.Combine(folder, "runtimeconfig.json");
        string program = typeof(CultureTests).Assembly.Location,
        own = File.ReadAllText(Path.ChangeExtension(program, ".runtimeconfig.json"));
        Assert.Contains(Invariant, own, StringComparison.Ordinal);
        File.WriteAllText(
            config, own.Replace(Invariant, Invariant.Replace("true", "false", StringComparison.Ordinal), StringComparison.Ordinal));
        try
        {
            string[] classes = [typeof(CultureTests).FullName!, typeof(ConfigFileTests).FullName!, typeof(TrainingConfigTests).FullName!,
                typeof(ConfigTests).FullName!];
            var (exitCode, output, error) = Programs.Start(
                "dotnet",
                ["exec", "--runtimeconfig", config, program, "--no-progress", "--no-ansi", "--filter-class", .. classes],
                [("LC_ALL", $"{culture.Replace('-', '_')}.UTF-8"), (ExpectedCulture, culture)]);
            Assert.SkipWhen(
                error.Contains("valid ICU package", StringComparison.Ordinal), "The machine has no ICU, which knows languages.");
            Assert.True(exitCode == 0, output + error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>For those processes.</summary>
    [Fact]
    public void The_language_is_that_which_the_caller_expects()
    {
        string? expected = Environment.GetEnvironmentVariable(ExpectedCulture);
        Assert.SkipWhen(expected is null, "Only where another process expects a language.");
        Assert.Equal(expected, CultureInfo.CurrentCulture.Name);
        Assert.Equal("0,5", string.Format(CultureInfo.CurrentCulture, "{0}", 0.5));
        Assert.Equal(expected == "tr-TR" ? "İ" : "I", CultureInfo.CurrentCulture.TextInfo.ToUpper("i"));
    }
}
