namespace ILGpuAutoencoders.Engine.Ops.Activations;

/// <summary>
/// For y = f(z + bias), both [rows, columns]: dy becomes dz = dy · f'(y) in place, and db = Σ dz over the rows, in one pass.
/// </summary>
internal readonly partial struct BiasGradient<TActivation>(
    Storage y, Storage dy, Storage db, int rows, int columns, TActivation activation) : IKernel
    where TActivation : unmanaged, IUnaryOp
{
    private readonly Storage _y = y, _dy = dy, _db = db;
    private readonly int _rows = rows, _columns = columns;
    private readonly TActivation _activation = activation;
}
