namespace ILGpuAutoencoders.Engine.Ops.Cropping;

/// <summary>Pictures as rows of floats.</summary>
/// <param name="Height">Rows of a picture.</param>
/// <param name="Length">Floats of a row: columns times channels.</param>
internal readonly record struct PictureRows(int Height, int Length);

/// <summary>to[n, i, j] = from[n, i + top, j + start] for rows of floats, 0 where that is outside; its gradient is itself, back.</summary>
internal readonly partial struct CropKernel(
    Storage from, PictureRows whole, Storage to, PictureRows part, int pictures, int top, int start) : IKernel
{
    private readonly Storage _from = from, _to = to;
    private readonly PictureRows _whole = whole, _part = part;
    private readonly int _pictures = pictures, _top = top, _start = start;
}
