using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.Models.Families.Described;

/// <summary>The described networks of the documentation.</summary>
internal static class SomeNetworks
{
    internal static DescribedOptions Read(string name) => DescribedOptions.Read(PathOf(name));

    internal static string PathOf(string name) => Path.Combine(Documents.Documents.Root, "docs", "networks", name + ".yaml");
}
