using System.Numerics;

namespace ILGpuAutoencoders.Data.Drawing;

/// <summary>Something that can be drawn at every size.</summary>
internal interface IScene
{
    /// <summary>The linear colour at a canvas point (x right, y down, in [-1, 1]).</summary>
    Vector3 At(Vector2 canvas);
}
