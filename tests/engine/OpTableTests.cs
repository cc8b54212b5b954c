using System.Reflection;
using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Engine;

public class OpTableTests
{
    [Fact]
    public void Every_public_operation_on_tensors_has_a_row()
    {
        var rows = OpCases.All.Select(row => row.Op).ToHashSet();
        var missing = typeof(Tensor).Assembly.GetExportedTypes().Where(t => t.IsAbstract && t.IsSealed && t != typeof(Autograd))
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => m.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(Tensor) && ReturnsTensor(m.ReturnType))
            .Where(m => !m.Name.StartsWith("op_", StringComparison.Ordinal)) // operators are other names of operations
            .Where(m => !rows.Contains(m.Name)).Select(m => $"{m.DeclaringType!.Name}.{m.Name}").Distinct().ToList();
        Assert.True(missing.Count == 0, $"Add rows to OpCases for: {string.Join(", ", missing)}.");
    }

    [Fact]
    public void Row_names_are_unique() => Assert.Equal(OpCases.All.Count, OpCases.All.Select(row => row.Name).Distinct().Count());

    [Fact]
    public void Rows_are_found_by_reflection() =>
        Assert.Contains(
            typeof(Conv2dOp).GetMethods(), m => m.Name == "Conv2d" && m.GetParameters()[0].ParameterType == typeof(Tensor) && m.IsStatic);

    private static bool ReturnsTensor(Type type) =>
        type == typeof(Tensor) || (type.IsAssignableTo(typeof(ITuple)) && type.GetGenericArguments().Contains(typeof(Tensor)));
}
