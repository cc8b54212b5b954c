using System.Reflection;
using ILGPU;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>Names of kernels for people.</summary>
internal static class KernelName
{
    /// <summary>The same in letters, digits and underscores, for profilers: TileProduct_TensorTile_Warps1x2_AsyncCopy_...</summary>
    internal static string InPtx(MethodInfo method)
    {
        string name = Of(method).Replace(".Kernel", "", StringComparison.Ordinal);
        return string.Join('_', name.Split(['<', '>', ',', '.', ' '], StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A kernel's name for people: MatMul&lt;Relu&gt;.Kernel.</summary>
    internal static string Of(MethodInfo method)
    {
        return $"{Of(method.DeclaringType!)}.{method.Name}{Arguments(method.IsGenericMethod ? method.GetGenericArguments() : [])}";
    }

    /// <summary>The name of a kernel of the CPU for people: MatrixProduct&lt;Relu&gt;.</summary>
    internal static string Of(Type type)
    {
        // A body nested in its kernel goes by the kernel's name; where its operands are adds nothing.
        var named = type.Name is "SimtBody" or "Body`1" or "Terms" ? type.DeclaringType! : type;
        return $"{named.Name.Split('`')[0]}{Arguments(type.GetGenericArguments())}";
    }

    private static string Arguments(Type[] types)
    {
        string[] names = [.. types.Where(type => type != typeof(ArrayView<float>)).Select(Of)];
        return names.Length == 0 ? "" : $"<{string.Join(", ", names)}>";
    }
}
