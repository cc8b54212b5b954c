namespace ILGpuAutoencoders.Models.Export;

/// <summary>Another form of latent vectors that a graph gives beside them.</summary>
internal interface IGraphEmbedding
{
    /// <summary>Numbers of a vector.</summary>
    int Length { get; }

    /// <summary>Adds it to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="latent">[N, L].</param>
    /// <returns>[N, <see cref="Length"/>].</returns>
    string AddTo(OnnxGraph graph, string latent);
}
