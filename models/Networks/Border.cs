using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Networks;

/// <summary>
/// The border of zeros that brings pictures to a multiple of a side, half of it on each side, the larger half to the right and below. It
/// exists within the network alone: what goes in and comes out are pictures without it, and the loss sees these.
/// </summary>
/// <param name="size">The size of the pictures that the network is built for.</param>
/// <param name="multiple">What both sides must be a multiple of, 1 or more.</param>
internal sealed class Border(ImageSize size, int multiple)
{
    /// <summary>The size with the border.</summary>
    internal ImageSize Size => new(Up(size.Width), Up(size.Height));

    /// <summary>Whether pictures of that size have none.</summary>
    internal bool IsNone => Size == size;

    /// <summary>Adds the step that puts it around pictures; none where there is none.</summary>
    internal NetworkValue Add(NetworkGraph graph, NetworkValue pictures) => IsNone ? pictures : graph.Add(new Addition(this), pictures);

    /// <summary>Adds the step that takes it off.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="pictures">Pictures with it.</param>
    /// <param name="like">Pictures of the size that is wanted; null for that of the network.</param>
    internal NetworkValue Remove(NetworkGraph graph, NetworkValue pictures, NetworkValue? like = null) =>
        IsNone ? pictures : like is null ? graph.Add(new Removal(this), pictures) : graph.Add(new Removal(this), pictures, like);

    /// <summary>Pictures with their border.</summary>
    /// <param name="x">[N, H, W, C].</param>
    internal Tensor Around(Tensor x) => Resized(x, Up(x.Shape[1]), Up(x.Shape[2]));

    /// <summary>Pictures without it.</summary>
    /// <param name="x">Pictures with it.</param>
    internal Tensor Within(Tensor x) => Resized(x, size.Height, size.Width);

    /// <summary>The values of a picture with a border of zeros around them.</summary>
    /// <param name="picture">height x width x channels values.</param>
    internal double[] Around(double[] picture)
    {
        if (IsNone)
        {
            return picture;
        }

        int channels = (int)(picture.Length / size.Pixels), length = channels * size.Width;
        int left = (Size.Width - size.Width) / 2, top = (Size.Height - size.Height) / 2;
        double[] whole = new double[channels * (int)Size.Pixels];
        for (int row = 0; row < size.Height; row++)
        {
            picture.AsSpan(row * length, length).CopyTo(whole.AsSpan(channels * (((top + row) * Size.Width) + left)));
        }

        return whole;
    }

    private int Up(int side) => (side + multiple - 1) / multiple * multiple;

    // From a larger picture its middle, and around a smaller one zeros.
    private static Tensor Resized(Tensor x, int height, int width) => (x.Shape[1], x.Shape[2]) == (height, width)
        ? x
        : x.Crop(First(x.Shape[1], height), First(x.Shape[2], width), height, width);

    /// <summary>Where along an axis the wanted part begins; negative where it is longer.</summary>
    private static int First(int has, int wanted) => has >= wanted ? (has - wanted) / 2 : -((wanted - has) / 2);

    private sealed class Addition(Border border) : INetworkStep
    {
        public Tensor Forward(ReadOnlySpan<Tensor> x, ForwardPass pass) => border.Around(x[0]);

        public Shape OutputShape(ReadOnlySpan<Shape> x) => [x[0][0], border.Up(x[0][1]), border.Up(x[0][2]), x[0][3]];

        public string AddTo(IOperatorGraph graph, ReadOnlySpan<string> x)
        {
            var (width, height) = (border.Size.Width - border.Inner.Width, border.Size.Height - border.Inner.Height);
            int top = height / 2, left = width / 2;
            return graph.Add("Pad", [x[0], graph.Constant(0, 0, top, left, 0, 0, height - top, width - left)]);
        }
    }

    private sealed class Removal(Border border) : INetworkStep
    {
        public Tensor Forward(ReadOnlySpan<Tensor> x, ForwardPass pass) =>
            x.Length == 1 ? border.Within(x[0]) : Resized(x[0], x[1].Shape[1], x[1].Shape[2]);

        public Shape OutputShape(ReadOnlySpan<Shape> x) =>
            x.Length == 1 ? [x[0][0], border.Inner.Height, border.Inner.Width, x[0][3]] : x[0].With(1, x[1][1]).With(2, x[1][2]);

        public string AddTo(IOperatorGraph graph, ReadOnlySpan<string> x)
        {
            int top = (border.Size.Height - border.Inner.Height) / 2, left = (border.Size.Width - border.Inner.Width) / 2;
            return graph.Add(
                "Slice",
                [
                    x[0], graph.Constant(top, left), graph.Constant(top + border.Inner.Height, left + border.Inner.Width),
                    graph.Constant(2, 3),
                ]);
        }
    }

    private ImageSize Inner => size;
}
