using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>
/// What the program is made of opens no connection; serve alone listens, by ASP.NET Core. tests/long/no-network watches its system calls
/// as well.
/// </summary>
public class NoNetworkTests
{
    /// <summary>Members under System.Net that open nothing.</summary>
    private static readonly string[] s_harmless =
    [
        "System.Net.WebUtility.HtmlEncode", "System.Net.Dns.GetHostName", "System.Net.IPAddress.", "System.Net.Sockets.SocketException.",
    ];

    [Fact]
    public void No_assembly_of_the_program_refers_to_anything_that_opens_a_connection()
    {
        string[] assemblies = Assemblies();
        Assert.Contains("ILGpuAutoencoders.Data.dll", assemblies);
        Assert.Contains("SkiaSharp.dll", assemblies);
        Assert.Empty(
            assemblies.SelectMany(
                name => NetworkMembers(Path.Combine(AppContext.BaseDirectory, name)).Select(member => $"{name}: {member}")));
    }

    [Fact]
    public void The_search_finds_what_there_is() =>
        Assert.Contains(NetworkMembers(Path.Combine(AppContext.BaseDirectory, "Microsoft.ApplicationInsights.dll")),
            name => name.StartsWith("System.Net.Http.", StringComparison.Ordinal));

    // deps.json lists what the program loads; beside it in this folder lie the assemblies of the tests.
    private static string[] Assemblies()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ilgpu-ae.deps.json")));
        return
        [
            .. document.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
                .Where(library => library.Value.TryGetProperty("runtime", out _))
                .SelectMany(library => library.Value.GetProperty("runtime").EnumerateObject()).Select(file => Path.GetFileName(file.Name))
                .Distinct(),
        ];
    }

    private static IEnumerable<string> NetworkMembers(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.MemberReferences.Select(metadata.GetMemberReference).Where(member => member.Parent.Kind == HandleKind.TypeReference)
                .Select(member =>
                    (Type: metadata.GetTypeReference((TypeReferenceHandle)member.Parent), Name: metadata.GetString(member.Name)))
                .Select(member => $"{metadata.GetString(member.Type.Namespace)}.{metadata.GetString(member.Type.Name)}.{member.Name}")
                .Where(name => name.StartsWith("System.Net.", StringComparison.Ordinal)
                    && !s_harmless.Any(harmless => name.StartsWith(harmless, StringComparison.Ordinal))).Distinct(),
        ];
    }
}
