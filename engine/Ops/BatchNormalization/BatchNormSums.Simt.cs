using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

internal readonly partial struct BatchNormSums<TActivation>
{
    public void Run(SimtDevice device)
    {
        var terms = new Terms
        {
            X = device.View(_x),
            Y = device.View(_y),
            Dy = device.View(_dy),
            Statistics = device.View(_statistics),
            Channels = _channels,
            Activation = _activation,
        };
        ColumnFold<Terms>.Launch(device, terms, (1, _rows, _channels), SimtDevice.AreWide(_x, _y, _dy, _statistics), _dbeta, _dgamma);
    }

    internal struct Terms : IColumnTerms
    {
        internal ArrayView<float> X, Y, Dy, Statistics;
        internal int Channels;
        internal TActivation Activation;

        public static int Sums => 2;

        public static bool KnowsColumns => true;

        public readonly void Add<T>(int element, int column, ref T first, ref T second)
            where T : unmanaged, ISimtLane<T>
        {
            var dz = T.Load(Dy, element) * Activation.Derivative(T.Load(Y, element));
            first += dz;
            second += dz * ((T.Load(X, element) - T.Load(Statistics, column)) * T.Load(Statistics, Channels + column));
        }
    }
}
