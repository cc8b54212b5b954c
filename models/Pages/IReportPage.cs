using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Pages;

/// <summary>What a report is written to: the same content becomes a page or a text.</summary>
internal interface IReportPage
{
    /// <summary>Begins a section.</summary>
    void Section(string heading);

    /// <summary>Adds a paragraph.</summary>
    void Paragraph(string text);

    /// <summary>Adds a table.</summary>
    void Table(string[] headings, IEnumerable<string[]> rows);

    /// <summary>Adds a picture.</summary>
    /// <param name="picture">Its pixels.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="name">The name of its file, without extension, if it becomes one.</param>
    void Picture(Picture picture, string caption, string name);

    /// <summary>Adds a chart.</summary>
    /// <param name="chart">What is drawn.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="name">The name of its file, without extension, if it becomes one.</param>
    void Chart(Chart chart, string caption, string name);
}
