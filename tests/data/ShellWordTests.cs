using System.Diagnostics;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Data;

public class ShellWordTests
{
    [Theory]
    [InlineData("runs/conv/20260101-120000-1", "runs/conv/20260101-120000-1")]
    [InlineData("a b", "'a b'")]
    [InlineData("$(touch x)", "'$(touch x)'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("-rf", "./-rf")]
    [InlineData("~x", "'~x'")]
    [InlineData("", "''")]
    public void What_a_shell_would_take_otherwise_is_quoted(string text, string word)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Quotes are others there.");
        Assert.Equal(word, ShellWord.Of(text));
    }

    [Fact]
    public void A_shell_reads_the_text_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        const string Odd = "$`\"'\\!*?[]{}();<>|&#~ =%^\ta-Z.ü";
        var random = new Random(5);
        string[] texts = [.. Enumerable.Range(0, 200).Select(_ => new string(random.GetItems(Odd.ToCharArray(), random.Next(1, 9))))];
        string script = $"printf '%s\\n' {string.Join(' ', texts.Select(ShellWord.Of))}";

        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true })!;
        string[] read = shell.StandardOutput.ReadToEnd().TrimEnd('\n').Split('\n');

        Assert.Equal(texts.Select(text => text[0] == '-' ? "./" + text : text), read);
    }
}
