namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>Four neighbouring floats, which a GPU moves as one.</summary>
internal struct Quad
{
    internal float X, Y, Z, W;
}

/// <summary>Two neighbouring floats.</summary>
internal struct Float2
{
    internal float X, Y;
}
