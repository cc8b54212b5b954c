namespace ILGpuAutoencoders.Engine.Products;

/// <summary>
/// C = f(A · B + bias): A is m x k, B is k x n, C is m x n and row-major, bias (if any) has n values, one per column.
/// </summary>
internal readonly partial struct MatrixProduct<TActivation>(
    Matrix a, Matrix b, Storage? bias, Storage c, int m, int n, int k, TActivation activation) : IKernel, IProduct
    where TActivation : unmanaged, IUnaryOp
{
    private readonly Matrix _a = a, _b = b;
    private readonly Storage? _bias = bias;
    private readonly Storage _c = c;
    private readonly int _m = m, _n = n, _k = k;
    private readonly TActivation _activation = activation;

    public double MultiplyAdds => (double)_m * _n * _k;
}
