using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ILGpuAutoencoders.Tests.Rooms;

/// <summary>The rules of docs/architecture.md. Each gives what breaks it, one sentence a breach.</summary>
internal static class ArchitectureRules
{
    internal const int MostColumns = 140;

    // A file that wants more lines holds two things.
    internal const int MostLines = 350;

    /// <summary>Uses between rooms of one storey that the table does not allow.</summary>
    internal static IEnumerable<string> ForbiddenArrows(SourceTree sources, RoomTable table) =>
        from arrow in sources.Arrows
        where IsBetweenRoomsOfAStorey(arrow) && !table.Allows(SourceTree.RoomOf(arrow.From), SourceTree.RoomOf(arrow.To))
        select $"{arrow.From} uses {arrow.Name} of {arrow.To}: the table of rooms does not let {SourceTree.RoomOf(arrow.From)} use "
            + $"{SourceTree.RoomOf(arrow.To)}.";

    /// <summary>Rooms and uses that the table has and the sources have not, and the other way round.</summary>
    internal static IEnumerable<string> StaleRows(SourceTree sources, RoomTable table)
    {
        var rooms = sources.Trees.Select(tree => SourceTree.RoomOf(tree.FilePath)).ToHashSet();
        var uses =
            sources.Arrows.Where(IsBetweenRoomsOfAStorey).Select(arrow => (SourceTree.RoomOf(arrow.From), SourceTree.RoomOf(arrow.To)))
                .ToHashSet();
        var rows = table.Rows.Select(row => row.Room).ToHashSet();
        return rooms.Except(rows).Select(room => $"{room} has no row in the table of rooms.")
            .Concat(rows.Except(rooms).Select(room => $"The table of rooms has a row for {room}, where no source stands."))
            .Concat(from row in table.Rows
                    from used in row.Uses
                    where !uses.Contains((row.Room, used))
                    select $"The table of rooms lets {row.Room} use {used}, which it does not.");
    }

    /// <summary>Rooms that use one that stands below them in the table: without any, no cycle is possible.</summary>
    internal static IEnumerable<string> UpwardArrows(RoomTable table)
    {
        var above = new HashSet<string>();
        foreach (var (room, uses) in table.Rows)
        {
            foreach (string used in uses.Where(used => !above.Contains(used)))
            {
                yield return $"{room} uses {used}, which does not stand above it in the table of rooms.";
            }
            above.Add(room);
        }
    }

    /// <summary>
    /// Files outside the namespace that is theirs: that of the storey where the file declares a public type (the storey's door), that of
    /// the folder elsewhere.
    /// </summary>
    internal static IEnumerable<string> StrayNamespaces(SourceTree sources) =>
        from tree in sources.Trees
        let model = sources.Model(tree)
        from declared in tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        let types = declared.Members.Select(member => model.GetDeclaredSymbol(member)).OfType<INamedTypeSymbol>().ToArray()
        let isDoor = types.Any(type => type.DeclaredAccessibility == Accessibility.Public)
        let wanted = isDoor ? NamespaceOf([SourceTree.StoreyOf(tree.FilePath)]) : NamespaceOf(tree.FilePath.Split('/')[..^1])
        where types.Length > 0 && declared.Name.ToString() != wanted
        select $"{tree.FilePath} stands in {declared.Name} and belongs to {wanted}, since it declares "
            + $"{(isDoor ? "a public type" : "no public type")}.";

    /// <summary>Folders that carry the name of a type, which would hide one another.</summary>
    internal static IEnumerable<string> FoldersNamedAsTypes(SourceTree sources)
    {
        var types = sources.Trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
            .Where(type => type.Parent is BaseNamespaceDeclarationSyntax).Select(type => type.Identifier.ValueText).ToHashSet();
        return from folder in sources.Trees.SelectMany(tree => tree.FilePath.Split('/')[1..^1]).Distinct()
               where types.Contains(folder)
               select $"A folder and a type are called {folder}.";
    }

    /// <summary>ILGPU and vectors where work is described, not executed.</summary>
    internal static IEnumerable<string> StrayExecution(SourceTree sources) =>
        from tree in sources.Trees
        from directive in tree.GetCompilationUnitRoot().Usings
        let name = directive.Name!.ToString()
        let breach = Is(name, "ILGPU") && !MayUseIlgpu(tree.FilePath) ? "ILGPU"
            : Is(name, "System.Runtime.Intrinsics") && !MayUseVectors(tree.FilePath) ? "vector intrinsics" : null
        where breach != null
        select $"{tree.FilePath} uses {breach}, which belong into engine/Devices, engine/Lanes and files that say Simd or Simt.";

    /// <summary>Questions which kind of device it is, outside the devices.</summary>
    internal static IEnumerable<string> DeviceSwitches(SourceTree sources) =>
        from tested in TestedTypes(sources)
        where !tested.In.StartsWith("engine/Devices/", StringComparison.Ordinal) && tested.Type is "SimdDevice" or "SimtDevice"
        select $"{tested.In} asks whether something is a {tested.Type}: what differs between devices is a member of ComputeDevice.";

    /// <summary>Questions which family it is, outside the family.</summary>
    internal static IEnumerable<string> FamilySwitches(SourceTree sources)
    {
        const string Families = "models/Families/";
        return from tested in TestedTypes(sources)
               where tested.DeclaredIn.StartsWith(Families, StringComparison.Ordinal)
                   && SourceTree.RoomOf(tested.DeclaredIn) + '/' != Families
                   && SourceTree.RoomOf(tested.DeclaredIn) != SourceTree.RoomOf(tested.In)
               select $"{tested.In} asks whether something is a {tested.Type} of {SourceTree.RoomOf(tested.DeclaredIn)}: what differs "
                   + "between families is a member of Family.";
    }

    /// <summary>Members that say public where their type does not: nobody outside can see them.</summary>
    internal static IEnumerable<string> HiddenPublicMembers(SourceTree sources) =>
        from tree in sources.Trees
        let model = sources.Model(tree)
        from type in tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        let symbol = model.GetDeclaredSymbol(type) as INamedTypeSymbol
        where symbol is { TypeKind: TypeKind.Class or TypeKind.Struct } && !IsShown(symbol)
        from member in symbol.GetMembers()
        where member.DeclaredAccessibility == Accessibility.Public && !member.IsImplicitlyDeclared && !IsAsked(member)
            && member.DeclaringSyntaxReferences.Any(declaration => declaration.SyntaxTree == tree && type.Span.Contains(declaration.Span))
        select $"{tree.FilePath}: {symbol.Name}.{member.Name} is public in a type that is not: write internal.";

    /// <summary>Lines and files that are too long to be read.</summary>
    internal static IEnumerable<string> LongTexts(SourceTree sources) =>
        sources.Trees.SelectMany(tree => LongTexts(tree.FilePath, tree.GetText().ToString()));

    internal static IEnumerable<string> LongTexts(string path, string text)
    {
        string[] lines = text.Split('\n');
        return lines.Index().Where(line => line.Item.TrimEnd('\r').Length > MostColumns)
            .Select(line => $"{path}:{line.Index + 1} has {line.Item.TrimEnd('\r').Length} columns, more than {MostColumns}.")
            .Concat(lines.Length - 1 > MostLines ? [$"{path} has {lines.Length - 1} lines, more than {MostLines}."] : []);
    }

    private static bool IsShown(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || IsShown(symbol.ContainingType));

    // What the language or an interface wants to be public.
    private static bool IsAsked(ISymbol member) =>
        member.IsOverride
        || member is IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.Constructor) }
        || (member is IMethodSymbol { MethodKind: MethodKind.Constructor } && member.DeclaringSyntaxReferences
            .Any(declaration => declaration.GetSyntax() is TypeDeclarationSyntax))
        || (member is IPropertySymbol && member.DeclaringSyntaxReferences.Any(declaration => declaration.GetSyntax() is ParameterSyntax))
        || member is INamedTypeSymbol { IsExtension: true }
        || member.ContainingType.AllInterfaces.SelectMany(type => type.GetMembers())
            .Any(asked => member.Equals(member.ContainingType.FindImplementationForInterfaceMember(asked), SymbolEqualityComparer.Default));

    private static bool IsBetweenRoomsOfAStorey(Arrow arrow) =>
        SourceTree.StoreyOf(arrow.From) == SourceTree.StoreyOf(arrow.To) && SourceTree.RoomOf(arrow.From) != SourceTree.RoomOf(arrow.To);

    private static string NamespaceOf(IEnumerable<string> folders) =>
        "ILGpuAutoencoders." + string.Join('.', folders.Select(folder => char.ToUpperInvariant(folder[0]) + folder[1..]));

    private static bool Is(string name, string library) => name == library || name.StartsWith(library + ".", StringComparison.Ordinal);

    private static bool IsHalf(string path, string half) =>
        path.StartsWith("engine/", StringComparison.Ordinal)
        && (path.Contains($"/{half}/", StringComparison.Ordinal) || path.EndsWith($".{half}.cs", StringComparison.Ordinal));

    private static bool IsOfDevicesOrLanes(string path) =>
        path.StartsWith("engine/Devices/", StringComparison.Ordinal) || path.StartsWith("engine/Lanes/", StringComparison.Ordinal);

    private static bool MayUseIlgpu(string path) => IsOfDevicesOrLanes(path) || IsHalf(path, "Simt");

    // Above the engine there are no devices: what works on bytes of pictures there is vectorised where it stands.
    private static bool MayUseVectors(string path) =>
        IsOfDevicesOrLanes(path) || IsHalf(path, "Simd") || !path.StartsWith("engine/", StringComparison.Ordinal);

    /// <summary>Types that `is`, `as`, a cast or a pattern asks for.</summary>
    private static IEnumerable<(string In, string Type, string DeclaredIn)> TestedTypes(SourceTree sources) =>
        from tree in sources.Trees
        let model = sources.Model(tree)
        from asked in tree.GetRoot().DescendantNodes().Select(AskedType).OfType<ExpressionSyntax>()
        let symbol = model.GetSymbolInfo(asked).Symbol as INamedTypeSymbol
        from declaration in symbol?.OriginalDefinition.DeclaringSyntaxReferences ?? []
        select (tree.FilePath, symbol.Name, declaration.SyntaxTree.FilePath);

    private static ExpressionSyntax? AskedType(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.IsExpression) || binary.IsKind(SyntaxKind.AsExpression) => binary.Right,
        CastExpressionSyntax cast => cast.Type,
        DeclarationPatternSyntax pattern => pattern.Type,
        RecursivePatternSyntax pattern => pattern.Type,
        TypePatternSyntax pattern => pattern.Type,
        ConstantPatternSyntax pattern => pattern.Expression,
        _ => null,
    };
}
