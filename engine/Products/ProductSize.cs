namespace ILGpuAutoencoders.Engine.Products;

/// <summary>The sizes of a product, or of several equal ones in one launch: the phases of a transposed convolution.</summary>
/// <param name="Rows">Rows of C, for one phase.</param>
/// <param name="Columns">Columns of C.</param>
/// <param name="K">Terms of each sum, for one phase.</param>
/// <param name="Count">Values of the result over all phases.</param>
/// <param name="Phases">Number of products of these sizes.</param>
internal readonly record struct ProductSize(int Rows, int Columns, int K, int Count, int Phases = 1);
