using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Products;

internal readonly unsafe partial struct MatrixProduct<TActivation>
{
    public void Run(SimdDevice device)
    {
        HostMatrix a = HostMatrix.Of(device, _a), b = HostMatrix.Of(device, _b);
        float* bias = _bias is null ? null : device.Pointer(_bias), c = device.Pointer(_c);
        if (b.RowStep == 1 && _m < _n)
        {
            TransposedMatMul<TActivation>.Run(device, a, b, bias, c, (_m, _n, _k), _activation);
        }
        else
        {
            BlockedMatMul.Run(device, a, b, bias, c, (_m, _n, _k), _activation);
        }
    }
}
