using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Tests.Documents;

/// <summary>The table of noises that people read is that of the program; UPDATE_GOLDEN=1 writes it anew.</summary>
public sealed class CorruptionTableTests
{
    private const string Document = "models/Families/Denoising/README.md", Head = "| noise | c(x), with a factor s |\n|---|---|\n";

    [Fact]
    public void The_document_lists_every_noise_with_its_formula()
    {
        string text = Documents.Read(Document);
        int start = text.IndexOf(Head, StringComparison.Ordinal), end = text.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        string table = Head + string.Concat(CorruptionKind.All.Skip(1).Select(kind => $"| {kind.Name} | {kind.Formula} |\n"));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Path.Combine(Documents.Root, Document), text[..start] + table + text[end..]);
            return;
        }
        Assert.Equal(table, text[start..end]);
    }
}
