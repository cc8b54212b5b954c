using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

internal readonly unsafe partial struct BatchNormByInput<TActivation>
{
    public void Run(SimdDevice device)
    {
        float* statistics = device.Pointer(_statistics);
        var body = new Body
        {
            X = device.Pointer(_x),
            Y = device.Pointer(_y),
            Dy = device.Pointer(_dy),
            Dx = device.Pointer(_dx),
            Mean = statistics,
            Inverse = statistics + _channels,
            Gamma = device.Pointer(_gamma),
            Dbeta = device.Pointer(_dbeta),
            Dgamma = device.Pointer(_dgamma),
            Share = _share,
            Activation = _activation,
        };
        ChannelLoop.Run(device, _rows, _channels, ref body);
    }

    private struct Body : IChannelBody
    {
        internal float* X, Y, Dy, Dx, Mean, Inverse, Gamma, Dbeta, Dgamma;
        internal float Share;
        internal TActivation Activation;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<T>(nint element, int channel)
            where T : struct, IHostLane<T>
        {
            T dz = T.Load(Dy + element), inverse = T.Load(Inverse + channel);
            if (typeof(TActivation) != typeof(Identity))
            {
                dz *= Activation.Derivative(T.Load(Y + element));
            }

            var normalized = (T.Load(X + element) - T.Load(Mean + channel)) * inverse;
            var common = T.Load(Dbeta + channel);
            T.AddProduct(ref common, normalized, T.Load(Dgamma + channel));
            T.Store((dz - (common * T.Constant(Share))) * (T.Load(Gamma + channel) * inverse), Dx + element);
        }
    }
}
