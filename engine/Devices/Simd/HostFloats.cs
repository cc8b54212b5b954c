namespace ILGpuAutoencoders.Engine.Devices.Simd;

/// <summary>Floats in host memory: a pointer that can be a type argument.</summary>
internal readonly unsafe struct HostFloats(float* pointer)
{
    internal readonly float* Pointer = pointer;
}
