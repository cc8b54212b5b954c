using ILGpuAutoencoders.Engine.Ops.Similarity;

namespace ILGpuAutoencoders.Engine;

/// <summary>The structural similarity of pictures, differentiable for use in a loss.</summary>
public static class StructuralSimilarityOp
{
    private const float C1 = 0.01f * 0.01f, C2 = 0.03f * 0.03f;

    // Variances do not depend on it, and cancellation is smaller when values are centred.
    private const float Centre = 0.5f;

    extension(Tensor x)
    {
        /// <summary>
        /// The index of Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural similarity"
        /// (2004), eq. 13, for values in [0, 1]: (2 μx μy + C₁)(2 σxy + C₂) / ((μx² + μy² + C₁)(σx² + σy² + C₂)) with the moments under
        /// <see cref="GaussianWindowOp"/>, K₁ = 0.01 and K₂ = 0.03, the mean over pictures, positions and channels; 1 if the pictures are
        /// equal. It is composed of other operations.
        /// </summary>
        /// <param name="target">[N, H, W, C] like the operand, at least 11 x 11 pixels.</param>
        /// <returns>A scalar of shape [].</returns>
        /// <exception cref="ArgumentException">The shapes differ, or the pictures are smaller than the window.</exception>
        public Tensor StructuralSimilarity(Tensor target)
        {
            ArgumentNullException.ThrowIfNull(target);
            if (x.Shape != target.Shape)
            {
                throw new ArgumentException(
                    $"StructuralSimilarity: the shapes {x.Shape} and {target.Shape} must be equal.", nameof(target));
            }

            Tensor a = x.Affine(1, -Centre), b = target.Affine(1, -Centre);
            Tensor meanA = a.GaussianWindow(), meanB = b.GaussianWindow();
            Tensor varianceA = a.Square().GaussianWindow().Subtract(meanA.Square()),
            varianceB = b.Square().GaussianWindow().Subtract(meanB.Square());
            var covariance = a.Multiply(b).GaussianWindow().Subtract(meanA.Multiply(meanB));
            Tensor lightA = meanA.Affine(1, Centre), lightB = meanB.Affine(1, Centre);
            var likeness = lightA.Multiply(lightB).Affine(2, C1).Multiply(covariance.Affine(2, C2));
            var size = lightA.Square().Add(lightB.Square()).Affine(1, C1).Multiply(varianceA.Add(varianceB).Affine(1, C2));
            return likeness.Divide(size).Mean().Reshape([]);
        }
    }
}
