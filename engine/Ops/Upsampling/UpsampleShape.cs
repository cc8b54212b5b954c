namespace ILGpuAutoencoders.Engine.Ops.Upsampling;

/// <summary>Small pictures of [N, H, W, C] and large ones of [N, H · Factor, W · Factor, C].</summary>
internal readonly record struct UpsampleShape(int N, int H, int W, int C, int Factor)
{
    internal Shape Small => [N, H, W, C];

    internal Shape Large => [N, H * Factor, W * Factor, C];
}
