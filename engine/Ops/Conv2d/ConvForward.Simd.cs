namespace ILGpuAutoencoders.Engine;

internal readonly unsafe partial struct ConvForward<TActivation> : ITileWork
{
    public void Run(SimdDevice device) => TileDispatch.Run(device, this);

    public void Run<TTile>(SimdDevice device)
        where TTile : ITile
    {
        var s = _shape;
        float* panels = device.Workspace(PatchMatMul<TTile, TActivation>.PanelsLength(s.PatchLength, s.OutC));
        int origin = 0;
        new PanelPacking<TTile> { Weight = device.Pointer(_weight), Panels = panels, TapOffsets = &origin, Taps = 1, TapDepth = s.PatchLength, RowStep = s.OutC, ColumnStep = 1, Columns = s.OutC }.Run(device);
        var padding = Padding.ForPatches(s, s.C);
        var product = new PatchProduct(s.OutH, s.OutW, s.Stride, 0, 0, s.KernelH, s.KernelW * s.C, ResultStep: 1, 0, 0);
        new PatchMatMul<TTile, TActivation>(device.Pointer(_x), padding, panels, _bias is null ? null : device.Pointer(_bias), device.Pointer(_y), s.OutH, s.OutW, s.OutC, s.N, product, _activation).Run(device);
    }
}
