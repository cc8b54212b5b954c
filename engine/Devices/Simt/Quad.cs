namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>Four neighbouring floats, which a GPU moves in one instruction.</summary>
internal struct Quad
{
    internal float X, Y, Z, W;
}

/// <summary>Two neighbouring floats.</summary>
internal struct Float2
{
    internal float X, Y;
}
