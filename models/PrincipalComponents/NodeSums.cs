using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.PrincipalComponents;

/// <summary>Nodes of a tree of sums, which are summed as soon as they are neighbours.</summary>
/// <param name="tree">The tree.</param>
internal sealed class NodeSums(TreeShape tree)
{
    private const int Piece = 1 << 14;

    private readonly List<TreeShape.Node> _nodes = [];
    private readonly List<double[]> _values = [];

    /// <summary>The values of the nodes that wait, from the left; of the root alone after the last leaf.</summary>
    internal IReadOnlyList<double[]> Values => _values;

    /// <summary>Adds a node right of all others.</summary>
    /// <param name="node">The node.</param>
    /// <param name="values">Its values; the sum is written into those of the leftmost.</param>
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
            values = left;
        }

        _values.Add(values);
    }
}
