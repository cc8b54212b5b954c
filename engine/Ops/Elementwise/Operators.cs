using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine;

/// <summary>Arithmetic in its usual notation: each operator is the operation of that name, and shapes broadcast.</summary>
public static class Operators
{
    extension(Tensor)
    {
        /// <summary>a + b.</summary>
        public static Tensor operator +(Tensor a, Tensor b) => a.Add(b);

        /// <summary>a + b.</summary>
        public static Tensor operator +(Tensor a, float b) => a.Affine(1, b);

        /// <summary>a + b.</summary>
        public static Tensor operator +(float a, Tensor b) => b.Affine(1, a);

        /// <summary>a - b.</summary>
        public static Tensor operator -(Tensor a, Tensor b) => a.Subtract(b);

        /// <summary>a - b.</summary>
        public static Tensor operator -(Tensor a, float b) => a.Affine(1, -b);

        /// <summary>a - b.</summary>
        public static Tensor operator -(float a, Tensor b) => b.Affine(-1, a);

        /// <summary>-a.</summary>
        public static Tensor operator -(Tensor a) => a.Affine(-1);

        /// <summary>a · b, element by element; the product of matrices is <see cref="MatMulOp"/>.</summary>
        public static Tensor operator *(Tensor a, Tensor b) => a.Multiply(b);

        /// <summary>a · b.</summary>
        public static Tensor operator *(Tensor a, float b) => a.Affine(b);

        /// <summary>a · b.</summary>
        public static Tensor operator *(float a, Tensor b) => b.Affine(a);

        /// <summary>a / b, element by element.</summary>
        public static Tensor operator /(Tensor a, Tensor b) => a.Divide(b);

        /// <summary>a / b.</summary>
        public static Tensor operator /(Tensor a, float b) => a.Affine(1 / b);

        /// <summary>a / b.</summary>
        public static Tensor operator /(float a, Tensor b)
        {
            ArgumentNullException.ThrowIfNull(b);
            var one = Tensor.Allocate(b.Device, [1]);
            b.Device.Run(new Fill(one.Storage, a, 1));
            return one.Divide(b);
        }
    }
}
