namespace ILGpuAutoencoders.Models.Export;

/// <summary>An axis of an input or output: a size, or a name where any size will do.</summary>
internal readonly record struct OnnxAxis(long Size, string? Name)
{
    public static implicit operator OnnxAxis(long size) => new(size, null);

    public static implicit operator OnnxAxis(string name) => new(0, name);
}
