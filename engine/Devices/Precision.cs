namespace ILGpuAutoencoders.Engine;

/// <summary>How matrix products and convolutions are computed.</summary>
public enum Precision
{
    /// <summary>In float32.</summary>
    Fp32,

    /// <summary>On tensor cores where there are any, with 10-bit mantissas and float32 sums; in float32 elsewhere.</summary>
    Tf32,
}
