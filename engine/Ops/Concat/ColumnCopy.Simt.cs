using ILGPU;

namespace ILGpuAutoencoders.Engine;

internal readonly partial struct ColumnCopy
{
    public void Run(SimtDevice device) => device.LaunchPerElement(Kernel, _rows * _columns, new Args
    {
        From = device.View(_from.Storage),
        To = device.View(_to.Storage),
        FromWidth = _from.Width,
        FromStart = _from.Start,
        ToWidth = _to.Width,
        ToStart = _to.Start,
        Columns = _columns,
        Count = _rows * _columns,
    });

    private static void Kernel(Args a)
    {
        for (int i = GridLoop.Start; i < a.Count; i = GridLoop.After(i))
        {
            int row = i / a.Columns, column = i - (row * a.Columns);
            a.To[(row * a.ToWidth) + a.ToStart + column] = a.From[(row * a.FromWidth) + a.FromStart + column];
        }
    }

    internal struct Args
    {
        internal ArrayView<float> From, To;
        internal int FromWidth, FromStart, ToWidth, ToStart, Columns, Count;
    }
}
