using System.Collections.Concurrent;
using ILGpuAutoencoders.Cli.Serving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ILGpuAutoencoders.Tests.Rooms;

/// <summary>The sources of the four storeys, compiled together, and who uses whom among them.</summary>
internal sealed class SourceTree
{
    /// <summary>From the lowest to the highest.</summary>
    internal static readonly string[] Storeys = ["engine", "data", "models", "cli"];

    // What the SDK writes into each project.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<SourceTree> s_ours = new(() => Of(Storeys.SelectMany(Read)));

    private readonly CSharpCompilation _compilation;

    private SourceTree(IReadOnlyList<SyntaxTree> trees)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.ConsoleApplication, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        var usings = CSharpSyntaxTree.ParseText(ImplicitUsings, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14));
        _compilation = CSharpCompilation.Create("storeys", trees.Append(usings), Libraries(), options);
        Trees = trees;
        Arrows = FindArrows();
    }

    /// <summary>The sources of this checkout.</summary>
    internal static SourceTree Ours => s_ours.Value;

    /// <summary>One tree a file; its path is relative to the root, with '/' between names.</summary>
    internal IReadOnlyList<SyntaxTree> Trees { get; }

    /// <summary>Uses of what another file declares, each pair of files and name once, in order.</summary>
    internal IReadOnlyList<Arrow> Arrows { get; }

    /// <summary>The folder that a file stands in: Simd and Simt are halves of the folder above them.</summary>
    internal static string RoomOf(string path)
    {
        var folders = path.Split('/')[..^1].ToList();
        if (folders[^1] is "Simd" or "Simt")
        {
            folders.RemoveAt(folders.Count - 1);
        }
        return string.Join('/', folders);
    }

    internal static string StoreyOf(string path) => path.Split('/')[0];

    internal static SourceTree Of(IEnumerable<(string Path, string Text)> files) =>
        new([.. files.AsParallel().AsOrdered().Select(file => CSharpSyntaxTree.ParseText(
        file.Text, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14), file.Path))]);

    internal SemanticModel Model(SyntaxTree tree) => _compilation.GetSemanticModel(tree);

    private static IEnumerable<(string Path, string Text)> Read(string storey)
    {
        string folder = Path.Combine(Documents.Documents.Root, storey);
        return from path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
               let name = Path.GetRelativePath(Documents.Documents.Root, path).Replace('\\', '/')
               where !name.Contains("/bin/", StringComparison.Ordinal) && !name.Contains("/obj/", StringComparison.Ordinal)
               select (name, File.ReadAllText(path));
    }

    private static IEnumerable<MetadataReference> Libraries() =>
        from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Concat(Directory.GetFiles(AspNetRuntime.Folder!, "Microsoft.*.dll"))
        where !Path.GetFileName(path).StartsWith("ILGpuAutoencoders", StringComparison.Ordinal) && Path.GetFileName(path) != "ilgpu-ae.dll"
        select MetadataReference.CreateFromFile(path);

    private Arrow[] FindArrows()
    {
        var arrows = new ConcurrentDictionary<Arrow, bool>();
        Parallel.ForEach(Trees, tree =>
        {
            var model = Model(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var info = model.GetSymbolInfo(name);
                if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not ({ Kind: not SymbolKind.Namespace } symbol))
                {
                    continue;
                }
                foreach (var declaration in symbol.OriginalDefinition.DeclaringSyntaxReferences)
                {
                    if (declaration.SyntaxTree != tree && declaration.SyntaxTree.FilePath.Length > 0)
                    {
                        arrows.TryAdd(new Arrow(tree.FilePath, declaration.SyntaxTree.FilePath, name.Identifier.ValueText), true);
                    }
                }
            }
        });
        return [.. arrows.Keys.OrderBy(arrow => arrow.From, StringComparer.Ordinal).ThenBy(arrow => arrow.To, StringComparer.Ordinal)
            .ThenBy(arrow => arrow.Name, StringComparer.Ordinal)];
    }
}
