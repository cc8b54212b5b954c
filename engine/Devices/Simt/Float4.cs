namespace ILGpuAutoencoders.Engine;

/// <summary>Four neighbouring floats, which a GPU moves as one.</summary>
internal partial struct Float4
{
    internal float X, Y, Z, W;
}

/// <summary>Two neighbouring floats.</summary>
internal struct Float2
{
    internal float X, Y;
}
