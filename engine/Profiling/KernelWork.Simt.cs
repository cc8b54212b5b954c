using System.Reflection;
using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Engine.Profiling;

/// <summary>The work of a kernel, read off its operands: the bytes that it must move, and the operations of products.</summary>
internal static class KernelWork
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Operands that are read and written: they move twice.</summary>
    private static readonly HashSet<string> s_inPlace =
    [
        "AdamStep.P", "AdamStep.M", "AdamStep.V", "SgdStep.P", "SgdStep.B", "AddInto.Y", "ClipToNorm.G", "Exchange.A", "Exchange.B",
        "PullTowards.A", "BiasGradient`1.Dy",
    ];

    /// <summary>Bytes of the operands in a kernel of the CPU or in the argument of a launch, each moved once, or twice in place.</summary>
    internal static double Bytes(object kernel)
    {
        double bytes = 0;
        foreach (var field in kernel.GetType().GetFields(All))
        {
            if (field.GetValue(kernel) is not { } value)
            {
                continue;
            }

            double times = s_inPlace.Contains(NameOf(field)) ? 2 : 1;
            bytes += value switch
            {
                Storage storage => times * storage.Length * sizeof(float),
                ArrayView<float> view => times * view.Length * sizeof(float),
                ArrayView<uint> view => view.Length * sizeof(uint),
                _ when field.FieldType is { IsValueType: true, IsPrimitive: false, IsEnum: false } => Bytes(value),
                _ => 0,
            };
        }

        return bytes;
    }

    /// <summary>Of a product: two for each term of each sum. Other kernels are bound by their bytes, and have 0.</summary>
    internal static double Operations(object kernel) => kernel switch
    {
        IProduct product => 2 * product.MultiplyAdds,
        KernelLaunch launch when IsProduct(launch) => OperationsOf(launch),
        _ => 0,
    };

    internal static bool IsProduct(in KernelLaunch launch) =>
        launch.Kernel.Method.DeclaringType!.Name.StartsWith("TileKernel", StringComparison.Ordinal);

    private static double OperationsOf(in KernelLaunch launch)
    {
        object args = launch.Args!, epilogue = Field<object>(args, "Epilogue"), rows = Field<object>(epilogue, "Rows");
        int phases = launch.Groups / (Field<int>(args, "TilesDown") * Field<int>(args, "TilesAcross") * Field<int>(args, "Splits"));
        return 2.0 * Field<int>(rows, rows is MatrixRows ? "Rows" : "Positions") * Field<int>(epilogue, "Columns") * Field<int>(args, "K")
            * phases;
    }

    /// <summary>An operand by the kernel that has it: AdamStep.P, whether a body's field, a kernel's or a captured parameter.</summary>
    private static string NameOf(FieldInfo field)
    {
        string name = field.Name.Split('>')[0].TrimStart('<', '_');
        var type = field.DeclaringType!;
        return $"{(type.DeclaringType ?? type).Name}.{char.ToUpperInvariant(name[0])}{name[1..]}";
    }

    private static T Field<T>(object of, string name) => (T)of.GetType().GetField(name, All)!.GetValue(of)!;
}
