using System.Diagnostics;
using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Each shell that is here completes with the script that the program prints for it.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_prefix_is_completed_to_commands_options_and_values()
    {
        Assert.Equal("tour\ntrain\n", Suggest("ilgpu-ae t", "tour", "train"));
        Assert.Equal("--loss\n", Suggest("ilgpu-ae train conv --los", "--loss"));
        Assert.Equal("mae\nmae+ssim\nmse\n", Suggest("ilgpu-ae train conv --loss m", "mae", "mae+ssim", "mse"));
    }

    [Fact]
    public async Task Bash_completes()
    {
        Assert.Equal("tour train", await Shell("bash", """
            source <(ilgpu-ae completion bash); complete -p ilgpu-ae | grep -q -- '-F _ilgpu_ae' || exit 1
            COMP_LINE='ilgpu-ae t' COMP_POINT=10 COMP_WORDS=(ilgpu-ae t) COMP_CWORD=1; _ilgpu_ae; echo "${COMPREPLY[@]}"
            """));
        Assert.Equal("mae mae+ssim mse", await Shell("bash", """
            source <(ilgpu-ae completion bash)
            COMP_LINE='ilgpu-ae train conv --loss m' COMP_POINT=28 COMP_WORDS=(ilgpu-ae train conv --loss m) COMP_CWORD=4
            _ilgpu_ae; echo "${COMPREPLY[@]}"
            """));
    }

    [Fact]
    public async Task Fish_completes() =>
        Assert.Equal("tour train",
            await Shell("fish", "ilgpu-ae completion fish | source; echo (complete -C 'ilgpu-ae t' | string match -r '^t[a-z]+' | sort)"));

    [Fact]
    public async Task Zsh_completes() => Assert.Equal("tour train", await Shell("zsh", """
        compadd() { shift; print -- ${(o)${(M)@:#t*}} }; compdef() { : }; _files() { print none }
        source <(ilgpu-ae completion zsh); words=(ilgpu-ae t); BUFFER='ilgpu-ae t'; CURSOR=10; _ilgpu_ae
        """));

    [Fact]
    public async Task PowerShell_completes() => Assert.Equal("tour train", await Shell("pwsh", """
        ilgpu-ae completion pwsh | Out-String | Invoke-Expression
        (TabExpansion2 'ilgpu-ae t' 10).CompletionMatches.CompletionText -join ' '
        """));

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void The_script_of_each_shell_asks_the_program(string shell)
    {
        var run = CliRun.Of("completion", shell);

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Contains("[suggest", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_shell_exits_2_and_lists_those_that_are_known()
    {
        var run = CliRun.Of("completion", "tcsh");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("bash, zsh, fish, pwsh", run.Error, StringComparison.Ordinal);
    }

    private static string Suggest(string line, params string[] expected)
    {
        string[] found = CliRun.Of($"[suggest:{line.Length}]", line).Output.Split(
            '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(found.Where(expected.Contains).Order(StringComparer.Ordinal).Select(word => word + "\n"));
    }

    /// <summary>Runs lines in a shell in which ilgpu-ae is a command.</summary>
    private async Task<string> Shell(string shell, string lines)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, shell))))
        {
            Assert.Skip($"there is no {shell} here");
        }

        string program = _folder["ilgpu-ae"];
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "ilgpu-ae.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var start = new ProcessStartInfo(shell) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(lines);
        start.Environment["PATH"] = _folder.Root + Path.PathSeparator + string.Join(Path.PathSeparator, folders);
        start.Environment["HOME"] = _folder.Root;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return string.Join(
            ' ', output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } said
                ? said
                : await error;
    }
}
