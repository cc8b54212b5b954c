using System.Reflection;
using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Products;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>
/// The least time that a launch can take on an H200: its operands moved once at 4.3 TB/s, or its multiplications and additions at 300
/// TFLOP/s, whichever takes longer. Read off the arguments of a rehearsed launch.
/// </summary>
internal static class LaunchFloor
{
    private const double BytesPerSecond = 4.3e12, OperationsPerSecond = 300e12;

    /// <summary>Operands that are read and written: they move twice.</summary>
    private static readonly HashSet<string> s_inPlace =
    [
        "AdamStep.P", "AdamStep.M", "AdamStep.V", "SgdStep.P", "SgdStep.B", "AddInto.Y", "ClipToNorm.G", "Exchange.A", "Exchange.B",
        "PullTowards.A", "BiasGradient`1.Dy",
    ];

    internal static double Microseconds(in KernelLaunch launch) =>
        1e6 * Math.Max(Bytes(launch.Args!) / BytesPerSecond, Operations(launch) / OperationsPerSecond);

    /// <summary>Bytes of the views in an argument.</summary>
    internal static double Bytes(object args)
    {
        double bytes = 0;
        foreach (var field in args.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            object value = field.GetValue(args)!;
            bytes += value switch
            {
                ArrayView<float> view =>
                    view.Length * sizeof(float)
                        * (s_inPlace.Contains($"{field.DeclaringType!.DeclaringType?.Name}.{field.Name}") ? 2.0 : 1.0),
                ArrayView<uint> view => view.Length * sizeof(uint),
                _ when field.FieldType is { IsValueType: true, IsPrimitive: false, IsEnum: false } => Bytes(value),
                _ => 0,
            };
        }

        return bytes;
    }

    /// <summary>Of a product: two for each term of each sum. Other kernels are bound by their bytes.</summary>
    internal static double Operations(in KernelLaunch launch)
    {
        if (!IsProduct(launch))
        {
            return 0;
        }

        object args = launch.Args!, epilogue = Field<object>(args, "Epilogue"), rows = Field<object>(epilogue, "Rows");
        int phases = launch.Groups / (Field<int>(args, "TilesDown") * Field<int>(args, "TilesAcross") * Field<int>(args, "Splits"));
        return 2.0 * Field<int>(rows, rows is MatrixRows ? "Rows" : "Positions") * Field<int>(epilogue, "Columns") * Field<int>(args, "K")
            * phases;
    }

    internal static bool IsProduct(in KernelLaunch launch) =>
        launch.Kernel.Method.DeclaringType!.Name.StartsWith("TileKernel", StringComparison.Ordinal);

    private static T Field<T>(object of, string name) =>
        (T)of.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(of)!;
}
