namespace ILGpuAutoencoders.Engine.Products;

/// <summary>A kernel that is a product of matrices, so that its multiplications can be counted.</summary>
internal interface IProduct
{
    /// <summary>Multiplications, each with an addition, of the plain algorithm.</summary>
    double MultiplyAdds { get; }
}
