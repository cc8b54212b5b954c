using ILGPU;

namespace ILGpuAutoencoders.Engine.Ops.Losses;

/// <summary>total₀ += weight · loss; total₁ = loss.</summary>
internal readonly unsafe struct AddLoss(Storage loss, Storage total, float weight) : IKernel
{
    public void Run(SimdDevice device)
    {
        float* sum = device.Pointer(total);
        float latest = *device.Pointer(loss);
        sum[0] += weight * latest;
        sum[1] = latest;
    }

    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, 1, new Args { Loss = device.View(loss), Total = device.View(total), Weight = weight });

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < 1; i = GridLoop.After(i))
        {
            float latest = a.Loss[0];
            a.Total[0] += a.Weight * latest;
            a.Total[1] = latest;
        }
    }

    internal struct Args
    {
        internal float Weight;
        internal ArrayView<float> Loss, Total;
    }
}
