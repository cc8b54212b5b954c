using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;

namespace ILGpuAutoencoders.Engine.Profiling;

/// <summary>The C# file of a kernel, from the symbols beside its assembly.</summary>
internal static class KernelSource
{
    private static readonly ConcurrentDictionary<Assembly, MetadataReader?> s_symbols = new();

    /// <summary>The path of the file, from the storey's folder on; null without symbols.</summary>
    /// <param name="kernel">A kernel of the CPU, or a launch, of which the file is that of the loop's body where it is a loop.</param>
    internal static string? Of(object kernel) => kernel is KernelLaunch { Kernel.Method: var method }
        ? BodyOf(method) is { } body ? OfType(body) : OfMethod(method)
        : OfMethod(kernel.GetType().GetMethod(nameof(IKernel.Run), [typeof(SimdDevice)])!);

    /// <summary>What a loop over elements or columns does to them, whatever its formula; null for other kernels.</summary>
    internal static Type? BodyOf(MethodInfo kernel)
    {
        var body = kernel.DeclaringType!.GetGenericArguments().FirstOrDefault(IsBody);
        // The body of a broadcast is what is done with its operands.
        body = body?.GetGenericArguments().FirstOrDefault(IsBody) ?? body;
        return body is { IsGenericType: true } ? body.GetGenericTypeDefinition() : body;
    }

    /// <summary>Whether a type is what such a loop is given.</summary>
    internal static bool IsBody(Type type) => type.IsValueType && type.GetInterfaces().Any(i =>
        i == typeof(IColumnTerms)
        || (i.IsGenericType
        && (i.GetGenericTypeDefinition() == typeof(IElementBody<>) || i.GetGenericTypeDefinition() == typeof(IBroadcastBody<>))));

    private static string? OfType(Type type) =>
        type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Select(OfMethod).FirstOrDefault(path => path is not null);

    private static string? OfMethod(MethodInfo method)
    {
        if (s_symbols.GetOrAdd(method.Module.Assembly, Open) is not { } symbols)
        {
            return null;
        }

        var handle = MetadataTokens.MethodDefinitionHandle(method.MetadataToken & 0xFFFFFF).ToDebugInformationHandle();
        foreach (var point in symbols.GetMethodDebugInformation(handle).GetSequencePoints())
        {
            string path = symbols.GetString(symbols.GetDocument(point.Document).Name).Replace('\\', '/');
            int storey = path.LastIndexOf("/engine/", StringComparison.Ordinal);
            return storey < 0 ? Path.GetFileName(path) : path[(storey + 1)..];
        }

        return null;
    }

    private static MetadataReader? Open(Assembly assembly)
    {
        string path = Path.ChangeExtension(assembly.Location, ".pdb");
        return File.Exists(path)
            ? MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(path), MetadataStreamOptions.PrefetchMetadata).GetMetadataReader()
            : null;
    }
}
