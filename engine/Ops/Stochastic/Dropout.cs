using ILGpuAutoencoders.Engine.Ops.Stochastic;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Dropout (Srivastava et al., "Dropout", 2014), inverted: the kept values are scaled up, so that evaluation needs no scaling.
/// </summary>
public static class DropoutOp
{
    private const int PurposeBits = 8, MostLayers = 1 << (32 - PurposeBits);

    extension(Tensor x)
    {
        /// <summary>Each element is 0 with probability <paramref name="rate"/>, else x / (1 - rate). Call it in training only.</summary>
        /// <remarks>
        /// The mask is drawn again in the backward pass: this reads and writes nothing but dy, and the integer arithmetic of drawing is
        /// hidden by a memory-bound loop. The same seed, step and layer give the same mask on every device.
        /// </remarks>
        /// <param name="rate">0 or more and less than 1; 0 returns x itself.</param>
        /// <param name="random">Seed and step; it must stay alive and unchanged until the backward pass.</param>
        /// <param name="layer">The number of this dropout in its network, 0 or more and below 2²⁴; it must be unique.</param>
        public Tensor Dropout(float rate, RandomState random, int layer)
        {
            ArgumentNullException.ThrowIfNull(random);
            ArgumentOutOfRangeException.ThrowIfNegative(rate);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rate, 1);
            ArgumentOutOfRangeException.ThrowIfNegative(layer);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, MostLayers);
            if (rate == 0)
            {
                return x;
            }

            var device = x.Device;
            var y = Tensor.Allocate(device, x.Shape);
            uint stream = (uint)RandomPurpose.Dropout | ((uint)layer << PurposeBits);
            uint threshold = (uint)Math.Min(uint.MaxValue, Math.Round(rate * Math.Pow(2, 32)));
            float scale = 1 / (1 - rate);
            Apply(x.Storage, y.Storage);
            return Autograd.Record(y, [x], dy =>
            {
                Apply(dy.Storage, dy.Storage);
                Autograd.Move(x, dy);
            });

            void Apply(Storage from, Storage to) => device.Run(new Dropout(from, random.Storage, to, y.Count, stream, threshold, scale));
        }
    }
}
