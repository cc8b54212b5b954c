using System.Buffers;

namespace ILGpuAutoencoders.Data.Sets;

/// <summary>The middles of larger pictures, cut when they are read.</summary>
/// <param name="whole">The larger pictures.</param>
/// <param name="from">Their shape.</param>
/// <param name="size">The size of the middles.</param>
internal sealed class CentrePixels(PixelStore whole, PictureShape from, ImageSize size)
    : PixelStore(new PictureShape(size, from.Channels).Length)
{
    internal override ReadOnlySpan<byte> Read(int slot, Span<byte> room)
    {
        byte[] picture = ArrayPool<byte>.Shared.Rent(whole.Length);
        try
        {
            var place = Cut.Place(from.Size, size, 0, Corruption.EvaluationEpoch, (uint)slot);
            Cut.Copy(whole.Read(slot, picture), from, place, size, room);
            return room[..Length];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(picture);
        }
    }
}
