namespace ILGpuAutoencoders.Engine.Ops.Reductions;

internal readonly partial struct AxisSum
{
    public void Run(SimtDevice device) =>
        ColumnFold<AxisTerms>.Launch(
            device, new AxisTerms { X = device.View(_x) }, (_outer, _reduced, _inner), SimtDevice.AreWide(_x), _y, null, _scale);
}
