namespace ILGpuAutoencoders.Models;

/// <summary>How close a run comes to pictures, beside its control.</summary>
/// <param name="Part">The part of the data set that was measured: test, or val or train where there is no other.</param>
/// <param name="Images">Pictures that were measured.</param>
/// <param name="Psnr">Mean PSNR of the outputs, in dB.</param>
/// <param name="PcaK">Principal components of the control; null without one.</param>
/// <param name="PcaPsnr">Mean PSNR of the control, in dB; null without one.</param>
public sealed record RunScore(string Part, int Images, double Psnr, int? PcaK, double? PcaPsnr)
{
    /// <summary>Mean PSNR of the control on val, as epochs are measured, in dB; null without one.</summary>
    public double? ValPcaPsnr { get; init; }
}
