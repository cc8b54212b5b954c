using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Losses;

/// <summary>total₀ += weight · loss; total₁ = loss.</summary>
internal readonly struct AddLoss(Storage loss, Storage total, float weight) : IKernel
{
    public void Run(SimdDevice device) => ElementKernel.RunOnce(device, Bind(device));

    public void Run(SimtDevice device) => ElementKernel.RunOnce(device, Bind(device));

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new() { Weight = weight, Loss = device.View(loss), Total = device.View(total) };

    internal struct Body<TMemory> : IElementBody<TMemory>
        where TMemory : struct
    {
        internal float Weight;
        internal TMemory Loss, Total;

        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, TMemory>
        {
            var latest = T.Load(Loss, 0);
            T.Store(T.Load(Total, 0) + (T.Constant(Weight) * latest), Total, 0);
            T.Store(latest, Total, 1);
        }
    }
}
