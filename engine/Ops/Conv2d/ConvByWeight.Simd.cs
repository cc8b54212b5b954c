namespace ILGpuAutoencoders.Engine;

internal readonly partial struct ConvByWeight
{
    public void Run(SimdDevice device) => throw new NotSupportedException("ConvByWeight: not on the CPU yet; use the simulator.");
}
