namespace ILGpuAutoencoders.Engine;

internal readonly partial struct ConvByInput<TActivation>
{
    public void Run(SimdDevice device) => throw new NotSupportedException("ConvByInput: not on the CPU yet; use the simulator.");
}
