using System.Text;
using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Pages;

/// <summary>A text in Markdown; its pictures and charts are PNG files in a folder beside it.</summary>
internal sealed class MarkdownPage : IReportPage
{
    private readonly StringBuilder _text = new();
    private readonly string _folder;
    private readonly string _images;

    /// <summary>A text with a heading.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="folder">Where the text will be.</param>
    /// <param name="images">The folder of pictures below it; it is made if it is missing.</param>
    internal MarkdownPage(string title, string folder, string images)
    {
        _folder = folder;
        _images = images;
        Directory.CreateDirectory(Path.Combine(folder, images));
        _text.Append("# ").Append(title).Append('\n');
    }

    public void Section(string heading) => _text.Append("\n## ").Append(heading).Append('\n');

    public void Paragraph(string text) => _text.Append('\n').Append(text).Append('\n');

    public void Table(string[] headings, IEnumerable<string[]> rows)
    {
        _text.Append('\n');
        Row(headings);
        Row(Array.ConvertAll(headings, _ => "---"));
        foreach (string[] row in rows)
        {
            Row(row);
        }
    }

    public void Picture(Picture picture, string caption, string name)
    {
        PixelCodec.SavePng(picture, PathOf(name));
        Figure(name, caption);
    }

    public void Chart(Chart chart, string caption, string name)
    {
        ChartPng.Save(PathOf(name), chart);
        Figure(name, caption);
    }

    /// <summary>The whole text.</summary>
    public override string ToString() => _text.ToString();

    private string PathOf(string name) => Path.Combine(_folder, _images, name + ".png");

    private void Figure(string name, string caption) =>
        _text.Append("\n![").Append(name).Append("](").Append(_images).Append('/').Append(name).Append(".png)\n\n").Append(caption)
            .Append('\n');

    private void Row(string[] cells) =>
        _text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
