using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;

namespace ILGpuAutoencoders.Engine.Ops.Losses;

internal readonly partial struct PairLoss<TOp>
{
    public void Run(SimtDevice device)
    {
        var terms = new Terms
        {
            A = device.View(_a),
            B = device.View(_b),
            Da = _da is null ? default : device.View(_da),
            Db = _db is null ? default : device.View(_db),
            HasDa = _da is null ? 0 : 1,
            HasDb = _db is null ? 0 : 1,
            Scale = _scale,
        };
        ColumnFold<Terms>.Launch(device, terms, (1, _count, 1), SimtDevice.AreWide(_a, _b, _da ?? _a, _db ?? _b), _loss, null, _scale);
    }

    internal struct Terms : IColumnTerms
    {
        internal ArrayView<float> A, B, Da, Db;
        internal int HasDa, HasDb;
        internal float Scale;

        public static int Sums => 1;

        public static bool KnowsColumns => false;

        public readonly void Add<T>(int element, int column, ref T first, ref T second)
            where T : unmanaged, ISimtLane<T>
        {
            T a = T.Load(A, element), b = T.Load(B, element);
            first += default(TOp).Forward(a, b);
            if (HasDa != 0)
            {
                T.Store(default(TOp).DerivativeA(a, b) * T.Constant(Scale), Da, element);
            }

            if (HasDb != 0)
            {
                T.Store(default(TOp).DerivativeB(a, b) * T.Constant(Scale), Db, element);
            }
        }
    }
}
