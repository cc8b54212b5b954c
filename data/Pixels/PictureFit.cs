namespace ILGpuAutoencoders.Data;

/// <summary>What becomes of pictures whose proportions are not those that are wanted.</summary>
public enum PictureFit
{
    /// <summary>They are stretched or squeezed along one axis.</summary>
    Stretch,

    /// <summary>What is too much at two opposite sides is cut off.</summary>
    Crop,

    /// <summary>They are shown whole, between two black bars.</summary>
    Pad,
}
