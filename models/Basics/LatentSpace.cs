namespace ILGpuAutoencoders.Models;

/// <summary>How latent vectors are compared.</summary>
public enum LatentSpace
{
    /// <summary>As they are, by Euclidean distance.</summary>
    Raw,

    /// <summary>Whitened by the vectors of the training pictures, by cosine.</summary>
    Whitened,

    /// <summary>Whitened by how vectors differ within classes, such as people, that folders of training pictures name; by cosine.</summary>
    Classes,
}

/// <summary>The spaces as values of options.</summary>
internal static class LatentSpaces
{
    internal static NamedValues<LatentSpace> All { get; } =
        new(("raw", LatentSpace.Raw), ("whitened", LatentSpace.Whitened), ("classes", LatentSpace.Classes));
}
