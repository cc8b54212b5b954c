using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

internal readonly unsafe partial struct Normalize<TActivation>
{
    public void Run(SimdDevice device)
    {
        float* statistics = device.Pointer(_statistics);
        var body = new Body
        {
            X = device.Pointer(_x),
            Y = device.Pointer(_y),
            Mean = statistics,
            Inverse = statistics + _channels,
            Gamma = device.Pointer(_gamma),
            Beta = device.Pointer(_beta),
            Activation = _activation,
        };
        ChannelLoop.Run(device, _rows, _channels, ref body);
    }

    private struct Body : IChannelBody
    {
        internal float* X, Y, Mean, Inverse, Gamma, Beta;
        internal TActivation Activation;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(nint element, int channel)
            where T : struct, IHostLane<T>
        {
            var scale = T.Load(Inverse + channel) * T.Load(Gamma + channel);
            T.Store(Activation.Forward(((T.Load(X + element) - T.Load(Mean + channel)) * scale) + T.Load(Beta + channel)), Y + element);
        }
    }
}
