namespace ILGpuAutoencoders.Tests.Benchmarks;

/// <summary>
/// benchmarks/gpu without a GPU: its scripts on programs that fail, hang and answer, since a visit to a machine that has one is too short
/// for their errors.
/// </summary>
public sealed class GpuVisitTests : IDisposable
{
    private const string Reason = "The scripts are for Linux.";

    private static readonly string s_scripts = Path.Combine(Documents.Documents.Root, "benchmarks", "gpu");

    private readonly string _folder = Directory.CreateTempSubdirectory("gpu-visit-").FullName;

    [Fact]
    public void Every_part_of_a_visit_runs_in_order_although_others_fail_and_hang()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), Reason);
        string bin = Programs(
            ("nvidia-smi", "echo a card; exit 9"),
            ("nvcc", "exit 1"),
            ("ncu", "exit 1"),
            ("compute-sanitizer", "exit 1"),
            ("python3", "echo no torch >&2; exit 1"),
            ("dotnet", "case \"$*\" in *doctor*) echo before; sleep 100 & wait ;; *) echo \"failed: $*\"; exit 134 ;; esac"));
        (string Call, string Parts)[] calls =
        [
            ("1", "machine doctor table steps losses products peer sanitizer"),
            ("2", "ceilings steps layers profile fp32"),
            ("3", "variants"),
        ];
        foreach (var (call, parts) in calls)
        {
            var (exitCode, output, error) = Visit(call, bin, ("LONGEST", "2"));
            Assert.True(exitCode == 0, error);
            string[] results = [.. output.Split('\n').Where(line => line.StartsWith("-- ", StringComparison.Ordinal))];
            Assert.Equal(parts.Split(' '), results.Select(line => line[3..].Split(':')[0]));
            Assert.All(results, line => Assert.Contains(": rc ", line, StringComparison.Ordinal));
            Assert.Equal(call == "1", results.Any(line => line.StartsWith("-- doctor: rc 124", StringComparison.Ordinal)));
            Assert.Equal(output.Split('\n')[..^2], File.ReadAllLines(Path.Combine(_folder, "out", $"call{call}.md")));
        }

        string log = File.ReadAllText(Path.Combine(_folder, "out", "call1.log"));
        Assert.Contains("### doctor\nbefore\n", log, StringComparison.Ordinal);
        Assert.Contains("benchmark conv --device cuda --batch 64 --precision tf32", log, StringComparison.Ordinal);
        Assert.Contains("AcceleratorTrainingTests", log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_visit_out_of_time_says_what_it_left_out()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), Reason);
        string bin = Programs(("python3", "sleep 100"), ("dotnet", "sleep 100"), ("ncu", "sleep 100"));
        var (exitCode, output, error) = Visit("2", bin, ("BUDGET", "5"));
        Assert.True(exitCode == 0, error);
        Assert.Contains("-- ceilings: rc 124", output, StringComparison.Ordinal);
        Assert.Contains("-- fp32: no time left", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_become_tables()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), Reason);
        const string Step = """{"device":"cuda (stub)","batch":64,"images_per_second":2000,"ms_per_step":32,"peak_memory_mb":10}""";
        const string Product = """{"device":"cuda (stub)","image_size":1024,"ms_per_step":4,"peak_memory_mb":1,"gflops":500}""";
        string[] answers =
        [
            "conv eager-tf32 batch 64 size 64 64.0 ms/step 1000 images/s",
            "conv graph-tf32 batch 64 size 64 16.0 ms/step 4000 images/s",
            "matmul 1024 tf32 2 ms 1.0 TFLOP/s",
        ];
        string bin = Programs(
            ("dotnet", $"case \"$*\" in *'benchmark matmul'*) echo '{Product}' ;; *'benchmark conv'*) echo '{Step}' ;; esac"),
            ("python3", $"echo '{string.Join('\n', answers)}'"));
        Assert.Equal(0, Visit("1", bin).ExitCode);
        var (exitCode, output, error) = Start(Path.Combine(s_scripts, "table"), [Path.Combine(_folder, "out", "call1.log")], []);
        Assert.True(exitCode == 0, error);
        Assert.Contains("| `conv` | tf32 | 64 | 32.000 | 2000 | 10 | 1000 | 2.00 | 4000 | 0.50 |", output, StringComparison.Ordinal);
        Assert.Contains("| 1024 | 4.000 | 0.50 | 1.0 | 0.50 |", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("1", 1)]
    public void A_pack_that_cannot_travel_is_refused(string most, int expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && TestKit.Programs.Find("xz"), $"{Reason} They need xz.");
        // In place of dotnet publish ... -o DIR: libraries that nothing can compress.
        const string Publish =
            """while [ "$1" != -o ]; do shift; done; mkdir -p "$2"; head -c 1500000 /dev/urandom >"$2/a.dll"; touch "$2/a.pdb" """;
        string bin = Programs(("dotnet", Publish)), runtime = Path.Combine(_folder, "runtime");
        Directory.CreateDirectory(Path.Combine(runtime, "shared", "Microsoft.NETCore.App"));
        Directory.CreateDirectory(Path.Combine(runtime, "host"));
        File.WriteAllText(Path.Combine(runtime, "dotnet"), "");
        string pack = Path.Combine(_folder, "pack");
        (string, string)[] environment = [("PATH", $"{bin}:/usr/bin:/bin"), ("DOTNET_ROOT", runtime), ("MOST_MB", most)];
        var (exitCode, output, error) = Start(Path.Combine(s_scripts, "pack"), [pack], environment);
        Assert.True(exitCode == expected, $"{output}\n{error}");
        Assert.Equal(expected == 1, error.Contains("and at most 1 MB travel", StringComparison.Ordinal));

        // What env.sh makes of it.
        string[] shell = ["-c", $". {pack}/env.sh && ls $VISIT_ROOT/programs && echo $COMMIT && ls $PACK"];
        var unpacked = Start("bash", shell, [("VISIT_ROOT", Path.Combine(_folder, "root")), ("PATH", "/usr/bin:/bin")]);
        Assert.Equal("a.dll", unpacked.Output.Split('\n')[0]);
        Assert.Contains("torch_peer.py", unpacked.Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (int ExitCode, string Output, string Error) Visit(string call, string bin, params (string, string)[] more) => Start(
        Path.Combine(s_scripts, "visit"), [call],
        [("PATH", $"{bin}:/usr/bin:/bin"), ("PACK", _folder), ("VISIT_ROOT", _folder), ("OUT", Path.Combine(_folder, "out")), .. more]);

    /// <summary>A folder of programs, each a script of bash.</summary>
    private string Programs(params (string Name, string Body)[] programs)
    {
        string bin = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        foreach (var (name, body) in programs)
        {
            string file = Path.Combine(bin, name);
            File.WriteAllText(file, $"#!/bin/bash\n{body}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        return bin;
    }

    private static (int ExitCode, string Output, string Error) Start(string program, string[] args, (string, string)[] environment) =>
        TestKit.Programs.Start(program, args, environment);
}
