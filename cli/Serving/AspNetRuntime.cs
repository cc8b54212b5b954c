using System.Reflection;
using System.Runtime.Loader;

namespace ILGpuAutoencoders.Cli.Serving;

/// <summary>
/// Loads ASP.NET Core when it is needed. The program's runtimeconfig.json does not name it: no other command is slower for it, or fails
/// where only the plain .NET runtime is installed.
/// </summary>
internal static class AspNetRuntime
{
    private const string Name = "Microsoft.AspNetCore.App";

    /// <summary>The folder of its assemblies beside this .NET; null where it is not installed.</summary>
    internal static string? Folder { get; } = Find();

    /// <summary>Makes its assemblies known. What uses them must stand in another class than the caller.</summary>
    /// <exception cref="IOException">It is not installed.</exception>
    internal static void Load()
    {
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.Resolving += Resolve;
        try
        {
            Assembly.Load("Microsoft.AspNetCore");
        }
        catch (FileNotFoundException error)
        {
            throw new IOException(
                $"serve needs the ASP.NET Core runtime {Environment.Version.Major}.{Environment.Version.Minor}, which is not installed "
                + $"beside this .NET ('{RuntimeFolder}'); install it: it is part of the .NET SDK, or a package aspnetcore-runtime.",
                error);
        }
    }

    private static string RuntimeFolder => Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        Folder is not null && Path.Combine(Folder, name.Name + ".dll") is var path && File.Exists(path)
            ? context.LoadFromAssemblyPath(path)
            : null;

    // shared/Microsoft.NETCore.App/10.0.1 has shared/Microsoft.AspNetCore.App/10.0.1 beside it.
    private static string? Find()
    {
        string? shared = Path.GetDirectoryName(Path.GetDirectoryName(RuntimeFolder));
        string all = Path.Combine(shared ?? "", Name);
        var own = Environment.Version;
        return shared is null || !Directory.Exists(all) ? null
            : Directory.GetDirectories(all)
                .Select(folder => (Folder: folder, Version: Version.TryParse(Path.GetFileName(folder), out var version) ? version : null))
                .Where(each => each.Version is { } version && (version.Major, version.Minor) == (own.Major, own.Minor))
                .MaxBy(each => each.Version).Folder;
    }
}
