using System.Buffers;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>The middle squares of larger pictures, cut when they are read.</summary>
/// <param name="whole">The larger pictures.</param>
/// <param name="from">Their side in pixels.</param>
/// <param name="side">The side of the squares.</param>
internal sealed class CentrePixels(PixelStore whole, int from, int side) : PixelStore(3 * side * side)
{
    internal override ReadOnlySpan<byte> Read(int slot, Span<byte> room)
    {
        byte[] picture = ArrayPool<byte>.Shared.Rent(whole.Length);
        try
        {
            var place = Cut.Place(from - side, 0, Corruption.EvaluationEpoch, (uint)slot);
            Cut.Copy(whole.Read(slot, picture), from, place, side, room);
            return room[..Length];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(picture);
        }
    }
}
