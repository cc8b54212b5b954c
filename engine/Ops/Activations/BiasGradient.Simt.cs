using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;

namespace ILGpuAutoencoders.Engine.Ops.Activations;

internal readonly partial struct BiasGradient<TActivation>
{
    public void Run(SimtDevice device)
    {
        if (typeof(TActivation) == typeof(Identity))
        {
            new AxisSum(_dy, _db, 1, _rows, _columns).Run(device);
            return;
        }

        var terms = new Terms { Y = device.View(_y), Dy = device.View(_dy), Activation = _activation };
        ColumnFold<Terms>.Launch(device, terms, (1, _rows, _columns), SimtDevice.AreWide(_y, _dy), _db, null);
    }

    internal struct Terms : IColumnTerms
    {
        internal ArrayView<float> Y, Dy;
        internal TActivation Activation;

        public static int Sums => 1;

        public static bool KnowsColumns => false;

        public readonly void Add<T>(int element, int column, ref T first, ref T second)
            where T : unmanaged, ISimtLane<T>
        {
            var dz = T.Load(Dy, element) * Activation.Derivative(T.Load(Y, element));
            T.Store(dz, Dy, element);
            first += dz;
        }
    }
}
