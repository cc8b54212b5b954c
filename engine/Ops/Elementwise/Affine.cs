using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine;

/// <summary>y = scale · x + shift.</summary>
public static class AffineOp
{
    extension(Tensor x)
    {
        /// <summary>y = scale · x + shift.</summary>
        /// <param name="scale">Factor.</param>
        /// <param name="shift">Term.</param>
        public Tensor Affine(float scale, float shift = 0) => x.Map(new Affine(scale, shift));
    }
}
