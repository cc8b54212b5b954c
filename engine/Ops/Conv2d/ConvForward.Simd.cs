namespace ILGpuAutoencoders.Engine;

internal readonly partial struct ConvForward<TActivation>
{
    public void Run(SimdDevice device) => throw new NotSupportedException("ConvForward: not on the CPU yet; use the simulator.");
}
