namespace ILGpuAutoencoders.Engine;

/// <summary>
/// sums[j] = Σ f(pᵢ - tᵢ) over piece j of <see cref="Piece"/> elements; adding the pieces up in order keeps the sum independent of threads.
/// </summary>
internal readonly partial struct DifferenceLoss<TLoss>(Storage prediction, Storage target, Storage sums, int count) : IKernel
    where TLoss : unmanaged, IDifferenceLoss
{
    /// <summary>A multiple of every lane's width.</summary>
    internal const int Piece = 4096;

    private readonly Storage _prediction = prediction, _target = target, _sums = sums;
    private readonly int _count = count;

    internal static int Pieces(int count) => (count + Piece - 1) / Piece;
}

/// <summary>g = dloss · scale · f'(p - t), where dloss is one number in storage.</summary>
internal readonly partial struct DifferenceLossGradient<TLoss>(Storage prediction, Storage target, Storage lossGradient, Storage gradient, int count, float scale) : IKernel
    where TLoss : unmanaged, IDifferenceLoss
{
    private readonly Storage _prediction = prediction, _target = target, _lossGradient = lossGradient, _gradient = gradient;
    private readonly int _count = count;
    private readonly float _scale = scale;
}
