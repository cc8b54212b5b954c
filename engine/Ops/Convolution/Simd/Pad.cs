namespace ILGpuAutoencoders.Engine.Ops.Convolution.Simd;

/// <summary>Pads the pictures of a batch, all in parallel.</summary>
internal unsafe struct Pad : IParallelBody
{
    internal float* Source, Target;
    internal Padding Padding;

    public readonly void Invoke(int index) => Padding.Copy(Source, index, Target + ((long)index * Padding.Length));
}
