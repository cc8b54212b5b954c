namespace ILGpuAutoencoders.Engine.Optimizers;

/// <summary>
/// What a rank does for the sum of a number of parts, a function of that number, the rank and how many ranks there are: which sums it makes
/// of its own parts, what it sends, and how it sums what all have sent.
/// </summary>
/// <remarks>
/// Each rank sums one chunk of the gradients, from the nodes of all ranks, and then all get the sums of all. Running statistics and loss
/// are so small that every rank sums them whole.
/// </remarks>
internal sealed class SumPlan
{
    // A warp's wide loads stay aligned.
    private const int ChunkUnit = 64;

    private readonly int _rank, _size;
    private readonly TreeShape _shape;

    internal SumPlan(int parts, int rank, int size)
    {
        (_rank, _size, _shape) = (rank, size, new TreeShape(parts));
        (First, End) = _shape.LeavesOf(rank, size);
        var waiting = new List<TreeShape.Node>();
        Leaves = new (int, int)[End - First];
        for (int leaf = First; leaf < End; leaf++)
        {
            int place = waiting.Count;
            Leaves[leaf - First] = (place, _shape.Push(waiting, new(0, leaf)));
            bool isWhole = size == 1 && leaf == parts - 1;
            MostWaiting = Math.Max(MostWaiting, isWhole ? 0 : waiting.Count);
        }

        Received = Others.Sum(other => _shape.NodesOf(other, size).Count);
    }

    /// <summary>The first part of this rank, and the end of its parts.</summary>
    internal int First { get; }

    internal int End { get; }

    /// <summary>For each part of this rank, how many nodes wait before it comes, and with how many of them it is summed.</summary>
    internal (int Place, int Sums)[] Leaves { get; }

    /// <summary>The most nodes that wait at a time.</summary>
    internal int MostWaiting { get; }

    /// <summary>How many nodes come from other ranks.</summary>
    internal int Received { get; }

    internal Transfer[] NodesSent { get; private set; } = [];

    internal Transfer[] NodesReceived { get; private set; } = [];

    /// <summary>The sums of nodes, in order.</summary>
    internal (SumNode Left, SumNode Right, SumNode Sum)[] Fold { get; private set; } = [];

    internal Transfer[] SumsSent { get; private set; } = [];

    internal Transfer[] SumsReceived { get; private set; } = [];

    private IEnumerable<int> Others => Enumerable.Range(0, _size).Where(rank => rank != _rank);

    /// <summary>The gradients that a rank sums: none, where there are few.</summary>
    internal (int Start, int Length) ChunkOf(int rank, int length)
    {
        int Bound(int r) => r == _size ? length : (int)((long)(length / ChunkUnit) * r / _size) * ChunkUnit;
        return (Bound(rank), Bound(rank + 1) - Bound(rank));
    }

    /// <summary>Lays transfers and sums over memory.</summary>
    /// <param name="root">Where the sum of all goes.</param>
    /// <param name="own">The nodes of this rank.</param>
    /// <param name="received">Memory for those of others, with their chunk of the gradients alone.</param>
    /// <param name="counts">What the rank of the last part knows; its memory on all ranks.</param>
    internal void Lay(SumNode root, IReadOnlyList<SumNode> own, IReadOnlyList<SumNode> received, Storage counts)
    {
        Storage ChunkIn(Storage gradients, int rank)
        {
            var (start, length) = ChunkOf(rank, root.Gradients.Length);
            return gradients.Slice(start, length);
        }

        List<Transfer> sent = [], taken = [];
        var fold = new List<(SumNode, SumNode, SumNode)>();
        var waiting = new List<TreeShape.Node>();
        var memory = new List<SumNode>();
        int next = 0;
        for (int rank = 0; rank < _size; rank++)
        {
            var nodes = _shape.NodesOf(rank, _size);
            for (int i = 0; i < nodes.Count; i++)
            {
                bool isOwn = rank == _rank;
                var node = isOwn ? own[i] with { Gradients = ChunkIn(own[i].Gradients, rank) } : received[next++];
                if (isOwn)
                {
                    sent.AddRange(Others.SelectMany(
                        other => new[] { new Transfer(other, ChunkIn(own[i].Gradients, other)), new Transfer(other, own[i].Rest!) }));
                }
                else
                {
                    taken.AddRange([new Transfer(rank, node.Gradients), new Transfer(rank, node.Rest!)]);
                }

                for (int sums = _shape.Push(waiting, nodes[i]); sums > 0; sums--)
                {
                    var left = memory[^1];
                    memory.RemoveAt(memory.Count - 1);
                    bool isLast = sums == 1 && _shape.IsRoot(waiting[^1]);
                    var sum = isLast ? root with { Gradients = ChunkIn(root.Gradients, _rank) } : left;
                    fold.Add((left, node, sum));
                    node = sum;
                }

                memory.Add(node);
            }
        }

        // The last rank has the last part, however few there are.
        int last = _size - 1;
        (_rank == last ? sent : taken).AddRange(
            (_rank == last ? Others : [last]).Select(other => new Transfer(other, counts)));
        (NodesSent, NodesReceived, Fold) = (Whole(sent), Whole(taken), [.. fold]);
        SumsSent = Whole(Others.Select(other => new Transfer(other, ChunkIn(root.Gradients, _rank))));
        SumsReceived = Whole(Others.Select(other => new Transfer(other, ChunkIn(root.Gradients, other))));

        static Transfer[] Whole(IEnumerable<Transfer> transfers) => [.. transfers.Where(transfer => transfer.Words.Length > 0)];
    }
}
