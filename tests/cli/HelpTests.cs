using System.CommandLine;
using System.CommandLine.Help;
using ILGpuAutoencoders.Cli;
using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

public class HelpTests
{
    [Theory]
    [InlineData("ilgpu-ae")]
    [InlineData("tour")]
    [InlineData("train")]
    [InlineData("sweep")]
    [InlineData("evaluate")]
    [InlineData("reconstruct")]
    [InlineData("denoise")]
    [InlineData("sample")]
    [InlineData("embed")]
    [InlineData("neighbours")]
    [InlineData("interpolate")]
    [InlineData("compress")]
    [InlineData("decompress")]
    [InlineData("anomaly")]
    [InlineData("anomaly calibrate")]
    [InlineData("anomaly score")]
    [InlineData("report")]
    [InlineData("export")]
    [InlineData("import")]
    [InlineData("inspect")]
    [InlineData("benchmark")]
    [InlineData("data")]
    [InlineData("data import")]
    [InlineData("data faces")]
    [InlineData("data pixels")]
    [InlineData("devices")]
    [InlineData("doctor")]
    [InlineData("completion")]
    public void Help_is_as_it_was_read_last(string command)
    {
        var root = Program.CreateTree();
        ((HelpAction)root.Options.OfType<HelpOption>().Single().Action!).MaxWidth = 160;
        using var output = new StringWriter();
        string[] words = command == "ilgpu-ae" ? [] : command.Split(' ');

        int code = root.Parse([.. words, "--help"]).Invoke(new InvocationConfiguration { Output = output });

        Assert.Equal(ExitCodes.Ok, code);
        // The usage line begins with the name of the running program, which is the tests' here.
        GoldenText.Equal("help-" + command.Replace(' ', '-'),
            output.ToString().Replace(RootCommand.ExecutableName, "ilgpu-ae", StringComparison.Ordinal));
    }
}
