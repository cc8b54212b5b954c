using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using ILGpuAutoencoders.Cli;

namespace ILGpuAutoencoders.Tests.Documents;

/// <summary>Commands that documents show are commands that the program takes.</summary>
public sealed partial class CommandTests
{
    public static TheoryData<string, string> AllCommands
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string document in Documents.All.Where(document => document != "CHANGELOG.md"))
            {
                foreach (string line in Documents.CodeLines(document))
                {
                    if (Command().Match(line) is { Success: true } match)
                    {
                        data.Add(document, match.Groups["words"].Value);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(AllCommands))]
    public void Commands_are_those_of_the_program(string document, string words)
    {
        var result = Program.CreateTree().Parse(CommandLineParser.SplitCommandLine(words).ToArray());

        Assert.True(result.Errors.Count == 0 || words == "--help",
            $"{document}: '{words}': {string.Join(' ', result.Errors.Select(error => error.Message))}");
    }

    [Fact]
    public void Commands_are_found() => Assert.True(AllCommands.Count > 10);

    /// <summary>Up to a comment, an explanation (two spaces or more), a pipe or a redirection.</summary>
    [GeneratedRegex(@"^(?:\$ )?(?:dotnet run -c Release --project cli --|ilgpu-ae)(?<words>(?: (?! )[^ |>&;#]+)+)")]
    private static partial Regex Command();
}
