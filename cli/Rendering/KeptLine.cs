using Spectre.Console.Rendering;

namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>
/// A line that stays above the one that is redrawn. What was drawn where it goes is erased first, and the terminal wraps it: copied from
/// there it is one line.
/// </summary>
/// <param name="text">The line.</param>
internal sealed class KeptLine(string text) : Renderable
{
    private const string EraseBelow = "\e[J";

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        [Segment.Control(EraseBelow), new Segment(text), Segment.LineBreak];
}
