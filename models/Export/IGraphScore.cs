namespace ILGpuAutoencoders.Models.Export;

/// <summary>A score of pictures that a graph gives beside its outputs.</summary>
internal interface IGraphScore
{
    /// <summary>Above it a picture is an anomaly.</summary>
    double Threshold { get; }

    /// <summary>Adds it to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="pictures">[N, C, H, W].</param>
    /// <param name="output">Their reconstructions.</param>
    /// <param name="latent">[N, L].</param>
    /// <returns>[N].</returns>
    string AddTo(OnnxGraph graph, string pictures, string output, string latent);
}
