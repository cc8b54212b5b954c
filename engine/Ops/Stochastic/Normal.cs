using ILGpuAutoencoders.Engine.Ops.Stochastic;

namespace ILGpuAutoencoders.Engine;

/// <summary>Normal random numbers.</summary>
public static class NormalOp
{
    extension(Tensor)
    {
        /// <summary>
        /// Independent normal numbers with mean 0 and standard deviation 1. The same seed, step and purpose give the same numbers.
        /// </summary>
        /// <param name="shape">How many.</param>
        /// <param name="random">Seed and step, and the device.</param>
        /// <param name="purpose">What they are for; each purpose has its own stream.</param>
        public static Tensor Normal(Shape shape, RandomState random, RandomPurpose purpose)
        {
            ArgumentNullException.ThrowIfNull(random);
            var y = Tensor.Allocate(random.Storage.Device, shape);
            y.Device.Run(new Normal(random.Storage, y.Storage, y.Count, (uint)purpose));
            return y;
        }
    }
}
