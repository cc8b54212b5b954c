namespace ILGpuAutoencoders.Engine.Ops.Losses;

/// <summary>sum = Σ x², in an order that depends on the length alone.</summary>
internal static class SquareSum
{
    internal static void Run(Storage x, Storage sum) => x.Device.Run(new PairLoss<Multiply>(x, x, null, null, sum, x.Length, 1));
}
