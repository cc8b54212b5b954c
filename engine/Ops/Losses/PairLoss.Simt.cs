using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;

namespace ILGpuAutoencoders.Engine.Ops.Losses;

internal readonly partial struct PairLoss<TOp>
{
    public void Run(SimtDevice device) => ColumnFold<Terms>.Launch(
        device,
        new Terms { Body = Bind(device), Scale = _scale },
        (1, _count, 1),
        SimtDevice.AreWide(_a, _b, _da ?? _a, _db ?? _b),
        _loss,
        null,
        _scale);

    internal struct Terms : IColumnTerms
    {
        internal Body<ArrayView<float>> Body;
        internal float Scale;

        public static int Sums => 1;

        public static bool KnowsColumns => false;

        public readonly void Add<T>(int element, int column, ref T first, ref T second)
            where T : unmanaged, ISimtLane<T> => Body.Add(element, T.Constant(Scale), ref first);
    }
}
