using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Export;

/// <summary>A network of each kind: those of the families, and those that their options make.</summary>
internal static class NamedNetworks
{
    internal static IEnumerable<string> Names => [.. ModelCatalog.Names, "conv-pool-nearest", "improved-refined", "improved-bare"];

    internal static AutoencoderOptions Options(string name) => name switch
    {
        "conv-pool-nearest" => new ConvOptions { Down = DownKind.Pool, Up = UpKind.Nearest },
        "improved-refined" => new ImprovedOptions { Width = 8, Refine = 2 },
        "improved-bare" => new ImprovedOptions { Norm = NormKind.None, Width = 8, Refine = 1 },
        "described" => Families.Described.SomeNetworks.Read("residual"),
        _ => ModelCatalog.Get(name).Defaults,
    };
}
