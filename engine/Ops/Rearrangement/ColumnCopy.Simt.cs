using ILGPU;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Rearrangement;

internal readonly partial struct ColumnCopy
{
    public void Run(SimtDevice device) => SimtLoop<SimtBody>.Launch(
        device,
        _rows * _columns,
        new()
        {
            From = device.View(_from.Storage),
            To = device.View(_to.Storage),
            FromWidth = _from.Width,
            FromStart = _from.Start,
            ToWidth = _to.Width,
            ToStart = _to.Start,
            Columns = new(Math.Max(1, _columns)),
        },
        (_columns | _from.Width | _from.Start | _to.Width | _to.Start) % 4 == 0,
        _from.Storage,
        _to.Storage);

    internal struct SimtBody : IElementBody<ArrayView<float>>
    {
        internal ArrayView<float> From, To;
        internal int FromWidth, FromStart, ToWidth, ToStart;
        internal Divisor Columns;

        public readonly void Invoke<T>(int i)
            where T : struct, IMemoryLane<T, ArrayView<float>>
        {
            int row = Columns.Divide(i), column = Columns.Rest(i, row);
            T.Store(T.Load(From, (row * FromWidth) + FromStart + column), To, (row * ToWidth) + ToStart + column);
        }
    }
}
