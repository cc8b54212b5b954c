using System.Text.Json;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>Golden values of libtorch from tests/Golden, in PyTorch's layouts.</summary>
public sealed class GoldenFile
{
    private readonly Dictionary<string, GoldenArray> _arrays;

    public GoldenFile(string name)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Golden", name));
        _arrays = JsonSerializer.Deserialize<Dictionary<string, GoldenArray>>(stream, JsonSerializerOptions.Web)!;
    }

    public GoldenArray this[string name] => _arrays[name];

    public IEnumerable<string> Names => _arrays.Keys;

    /// <summary>The values of a picture tensor [N, C, H, W] in the engine's order [N, H, W, C].</summary>
    public GoldenArray Picture(string name) => this[name].Permute(0, 2, 3, 1);

    /// <summary>
    /// Convolution weights [O, I, KH, KW], or transposed ones [I, O, KH, KW], as the engine has them: [KH, KW, second, first].
    /// </summary>
    public GoldenArray Weight(string name) => this[name].Permute(2, 3, 1, 0);
}

public sealed record GoldenArray(int[] Shape, float[] Values)
{
    public Tensor On(ComputeDevice device) => Tensor.FromArray(device, ILGpuAutoencoders.Engine.Shape.Create(Shape), Values);

    public float[] Row(int row) => Values[(row * Shape[^1])..((row + 1) * Shape[^1])];

    /// <summary>The same elements with the axes in another order.</summary>
    public GoldenArray Permute(params int[] order)
    {
        int[] shape = [.. order.Select(axis => Shape[axis])];
        int[] steps = [.. order.Select(axis => Shape[(axis + 1)..].Aggregate(1, (a, b) => a * b))];
        float[] values = new float[Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int rest = i, from = 0;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += rest % shape[axis] * steps[axis];
                rest /= shape[axis];
            }

            values[i] = Values[from];
        }

        return new GoldenArray(shape, values);
    }
}
