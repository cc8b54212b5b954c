using Spectre.Console;
using Spectre.Console.Rendering;

namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>The line that is redrawn: a bar and what is being done, as much of it as one row of the terminal holds.</summary>
internal sealed class LiveStatus : ProgressColumn
{
    private const int MostBar = 24, LeastBar = 4, Margin = 2;

    /// <summary>What is being done, from left to right; set from any thread.</summary>
    internal IReadOnlyList<string> Parts { get; set; } = [];

    protected override bool NoWrap => true;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        // A terminal wraps what fills its last column.
        int width = options.ConsoleSize.Width - Margin;
        string text = ProgressLines.Fit(Parts, width);
        int bar = Math.Min(MostBar, width - text.Length - 1);
        if (bar < LeastBar)
        {
            return new Spectre.Console.Text(text);
        }

        int done = (int)Math.Round(bar * task.Percentage / 100);
        string mark = options.Unicode ? "\u2501" : "#";
        return new Paragraph()
            .Append(string.Concat(Enumerable.Repeat(mark, done)), new Style(Color.Yellow))
            .Append(new string(' ', bar - done + 1))
            .Append(text);
    }
}
