using ILGpuAutoencoders.Engine.Products.Simd;

namespace ILGpuAutoencoders.Engine.Products;

internal readonly unsafe partial struct MatrixProduct<TActivation>
{
    /// <summary>So many rows of A fill the tile better than as many columns of Aᵀ would, in spite of B's being packed.</summary>
    private const int MostPackedFor = 16;

    public void Run(SimdDevice device)
    {
        HostMatrix a = HostMatrix.Of(device, _a), b = HostMatrix.Of(device, _b);
        float* bias = _bias is null ? null : device.Pointer(_bias), c = device.Pointer(_c);
        bool isOfWeights = b.RowStep == 1 && _m < _n;
        if (isOfWeights && FewRows<TActivation>.Suits(a, (_m, _n, _k)))
        {
            FewRows<TActivation>.Run(device, a, b, bias, c, (_m, _n, _k), _activation);
        }
        else if (isOfWeights && _m > MostPackedFor)
        {
            TransposedMatMul<TActivation>.Run(device, a, b, bias, c, (_m, _n, _k), _activation);
        }
        else
        {
            BlockedMatMul.Run(device, a, b, bias, c, (_m, _n, _k), _activation, maySplitDepth: !isOfWeights);
        }
    }
}
