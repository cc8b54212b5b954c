namespace ILGpuAutoencoders.Engine;

/// <summary>
/// Maps a parameter's layout in a file, which is PyTorch's, to its layout in the engine: the file's elements, viewed as a tensor of some
/// shape, are reordered by a permutation of that shape's axes.
/// </summary>
public sealed class FileLayout
{
    private readonly Shape _view;
    private readonly int[] _order;

    private FileLayout(Shape dimensions, Shape view, Shape engineShape, int[] order)
    {
        (Dimensions, _view, EngineShape, _order) = (dimensions, view, engineShape, order);
    }

    /// <summary>The shape of the tensor in the file.</summary>
    public Shape Dimensions { get; }

    /// <summary>The shape of the tensor in the engine.</summary>
    public Shape EngineShape { get; }

    /// <summary>A tensor with the same layout in the file and in the engine.</summary>
    /// <param name="dimensions">Its shape.</param>
    public static FileLayout Same(Shape dimensions) => new(dimensions, dimensions, dimensions, [.. Enumerable.Range(0, dimensions.Rank)]);

    /// <summary>A tensor whose axes are in another order in the engine.</summary>
    /// <param name="dimensions">Its shape in the file.</param>
    /// <param name="order">Axis i of the engine's tensor is axis <c>order[i]</c> of the file's.</param>
    public static FileLayout Permuted(Shape dimensions, params int[] order) =>
        new(dimensions, dimensions, Shape.Create(Array.ConvertAll(order, axis => dimensions[axis])), order);

    /// <summary>
    /// A tensor of the same shape in both, one axis of which holds a picture: C, H, W in the file and H, W, C in the engine.
    /// </summary>
    /// <param name="dimensions">Its shape.</param>
    /// <param name="axis">The axis that holds the picture.</param>
    /// <param name="picture">[H, W, C], as many elements as that axis has.</param>
    public static FileLayout PictureAxis(Shape dimensions, int axis, Shape picture)
    {
        int[] view =
            [.. Enumerable.Range(0, dimensions.Rank).SelectMany(
                i => i == axis ? new[] { picture[2], picture[0], picture[1] } : [dimensions[i]])];
        int[] order = [.. Enumerable.Range(0, view.Length)];
        (order[axis], order[axis + 1], order[axis + 2]) = (axis + 1, axis + 2, axis);
        return new FileLayout(dimensions, Shape.Create(view), dimensions, order);
    }

    /// <summary>Copies elements from the file's order to the engine's.</summary>
    /// <param name="file">As many values as the dimensions have.</param>
    /// <param name="engine">Room for as many.</param>
    internal void ToEngine(ReadOnlySpan<float> file, Span<float> engine)
    {
        int i = 0;
        for (var walk = new Walk(_view, _order); !walk.IsDone; walk.Next())
        {
            for (int k = 0, j = walk.Offset; k < walk.RunLength; k++, j += walk.RunStep)
            {
                engine[i++] = file[j];
            }
        }
    }

    /// <summary>Copies elements from the engine's order to the file's.</summary>
    /// <param name="engine">As many values as the dimensions have.</param>
    /// <param name="file">Room for as many.</param>
    public void ToFile(ReadOnlySpan<float> engine, Span<float> file)
    {
        int i = 0;
        for (var walk = new Walk(_view, _order); !walk.IsDone; walk.Next())
        {
            for (int k = 0, j = walk.Offset; k < walk.RunLength; k++, j += walk.RunStep)
            {
                file[j] = engine[i++];
            }
        }
    }

    /// <summary>Visits the rows of the engine's tensor in order, with the file offset of each row's first element.</summary>
    private struct Walk
    {
        private readonly int[] _sizes = [1, 1, 1, 1], _steps = [0, 0, 0, 0], _index = [0, 0, 0];

        internal Walk(Shape view, int[] order)
        {
            IsDone = view.Count == 0;
            for (int i = 0; i < order.Length; i++)
            {
                int target = Shape.MaxRank - order.Length + i, step = 1;
                for (int axis = order[i] + 1; axis < view.Rank; axis++)
                {
                    step *= view[axis];
                }

                (_sizes[target], _steps[target]) = (view[order[i]], step);
            }
        }

        internal bool IsDone { get; private set; }

        internal int Offset { get; private set; }

        internal readonly int RunLength => _sizes[3];

        internal readonly int RunStep => _steps[3];

        internal void Next()
        {
            for (int axis = 2; axis >= 0; axis--)
            {
                Offset += _steps[axis];
                if (++_index[axis] < _sizes[axis])
                {
                    return;
                }

                Offset -= _steps[axis] * _sizes[axis];
                _index[axis] = 0;
            }

            IsDone = true;
        }
    }
}
