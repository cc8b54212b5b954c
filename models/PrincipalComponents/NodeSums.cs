using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>Nodes of a tree of sums, which are summed as soon as they are neighbours.</summary>
/// <param name="tree">The tree.</param>
internal sealed class NodeSums(TreeShape tree)
{
    private const int Piece = 1 << 14;

    private readonly List<TreeShape.Node> _nodes = [];
    private readonly List<double[]> _values = [];
    private readonly Stack<double[]> _free = [];

    /// <summary>The values of the nodes that wait, from the left; of the root alone after the last leaf.</summary>
    internal IReadOnlyList<double[]> Values => _values;

    /// <summary>Zeros for the values of a node, in the room of one that was summed if there is any.</summary>
    /// <param name="length">The same for all nodes.</param>
    internal double[] Zeros(int length)
    {
        if (!_free.TryPop(out double[]? room))
        {
            return new double[length];
        }

        Array.Clear(room);
        return room;
    }

    /// <summary>Adds a node right of all others.</summary>
    /// <param name="node">The node.</param>
    /// <param name="values">Its values, which are the sums' from now on.</param>
    internal void Add(TreeShape.Node node, double[] values)
    {
        for (int sums = tree.Push(_nodes, node); sums > 0; sums--)
        {
            double[] left = _values[^1], right = values;
            _values.RemoveAt(_values.Count - 1);
            Parallel.For(0, (left.Length + Piece - 1) / Piece, piece =>
            {
                for (int i = piece * Piece; i < Math.Min(left.Length, (piece + 1) * Piece); i++)
                {
                    left[i] += right[i];
                }
            });
            _free.Push(right);
            values = left;
        }

        _values.Add(values);
    }
}
