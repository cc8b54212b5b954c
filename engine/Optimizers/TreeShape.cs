namespace ILGpuAutoencoders.Engine;

/// <summary>
/// The binary tree of sums over a number of leaves: node i of a level is the sum of nodes 2i and 2i + 1 of the level below; the last node
/// of an odd level is carried up as it is. Rank r of n computes the leaves from ⌊leaves · r / n⌋ to before ⌊leaves · (r + 1) / n⌋.
/// </summary>
/// <param name="leaves">1 or more.</param>
public readonly struct TreeShape(int leaves)
{
    /// <summary>A node.</summary>
    /// <param name="Level">0 for leaves.</param>
    /// <param name="Index">Its place in its level, from 0.</param>
    public readonly record struct Node(int Level, int Index);

    /// <summary>The leaves of a rank, from one to before another: none, where there are fewer than ranks.</summary>
    /// <param name="rank">The rank, from 0.</param>
    /// <param name="size">How many ranks there are.</param>
    public (int First, int End) LeavesOf(int rank, int size) =>
        ((int)((long)leaves * rank / size), (int)((long)leaves * (rank + 1) / size));

    /// <summary>Whether a node is the sum of all leaves.</summary>
    /// <param name="node">The node.</param>
    public bool IsRoot(Node node) => Width(node.Level) == 1;

    /// <summary>
    /// Adds a node to those that wait, which lie left of it: it is summed with its left neighbour as long as that waits.
    /// </summary>
    /// <param name="waiting">The largest whole nodes, from the left.</param>
    /// <param name="node">A node right of them.</param>
    /// <returns>How many sums are made.</returns>
    public int Push(IList<Node> waiting, Node node)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        for (int sums = 0; ; node = new(node.Level + 1, node.Index / 2))
        {
            bool isCarried = node.Index % 2 == 0 && node.Index == Width(node.Level) - 1 && !IsRoot(node);
            if (isCarried)
            {
                continue;
            }

            if (node.Index % 2 == 0 || waiting is not [.., var left] || left != new Node(node.Level, node.Index - 1))
            {
                waiting.Add(node);
                return sums;
            }

            waiting.RemoveAt(waiting.Count - 1);
            sums++;
        }
    }

    /// <summary>What the leaves of a rank come to: the largest whole nodes among them, from the left.</summary>
    /// <param name="rank">The rank, from 0.</param>
    /// <param name="size">How many ranks there are.</param>
    public IReadOnlyList<Node> NodesOf(int rank, int size)
    {
        var waiting = new List<Node>();
        var (first, end) = LeavesOf(rank, size);
        for (int leaf = first; leaf < end; leaf++)
        {
            Push(waiting, new(0, leaf));
        }

        return waiting;
    }

    private int Width(int level) => (int)(((long)leaves + (1L << level) - 1) >> level);
}
