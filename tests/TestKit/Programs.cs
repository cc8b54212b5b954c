using System.Diagnostics;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>Programs of this machine, and this test program itself as another process.</summary>
internal static class Programs
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(12);

    /// <summary>Whether a program is on the PATH.</summary>
    public static bool Find(string name) => PathOf(name) is not null;

    /// <summary>Runs one test class in another process, which must succeed.</summary>
    /// <param name="testClass">The class.</param>
    /// <param name="environment">Additions to its environment.</param>
    public static void RunTests(Type testClass, params (string Name, string Value)[] environment) =>
        RunTests([testClass], environment.ToDictionary(addition => addition.Name, addition => addition.Value));

    /// <summary>Runs test classes side by side in another process, which must succeed.</summary>
    /// <param name="testClasses">The classes.</param>
    /// <param name="environment">Additions to its environment.</param>
    public static void RunTests(Type[] testClasses, IReadOnlyDictionary<string, string> environment)
    {
        string program = Environment.ProcessPath!;
        string[] args = ["--filter-class", .. testClasses.Select(testClass => testClass.FullName!)];
        string[] all = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(Programs).Assembly.Location, .. args] : args;
        var (exitCode, output, error) = Start(program, all, [.. environment.Select(addition => (addition.Key, addition.Value))]);
        string names = string.Join(", ", testClasses.Select(testClass => testClass.Name));
        Assert.True(
            exitCode == 0, $"{names} in another process with {string.Join(", ", environment)} ended with {exitCode}:\n{output}\n{error}");
    }

    private static string? PathOf(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end, which must come.</summary>
    /// <param name="program">The program.</param>
    /// <param name="args">Its words.</param>
    /// <param name="environment">Additions to its environment.</param>
    /// <param name="folder">Where it stands; here by default.</param>
    public static (int ExitCode, string Output, string Error) Start(
        string program, string[] args, (string Name, string Value)[] environment, string folder = "")
    {
        var start = new ProcessStartInfo(
            program, args)
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', args)} did not end within {s_limit}.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
