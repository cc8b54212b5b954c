using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Optimizers;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// The step of a batch from the passes of its parts, which need the memory of one part alone and may be computed by several ranks:
/// gradients, running statistics and loss of each part, weighted by its share of the pictures, are the leaves of one binary tree of sums,
/// whose shape follows from their number.
/// </summary>
/// <remarks>
/// <see cref="TreeShape"/> says which nodes are summed, and which leaves are whose. Nodes that wait for their right neighbour are kept, so
/// p parts take the memory of log₂ p gradients. Whoever computes a leaf, the sum has the same bits.
/// </remarks>
public sealed class GradientTree : IDisposable
{
    private readonly ParameterArena _arena;
    private readonly IWorld _world;
    private readonly Storage _loss, _buffersBefore, _keptCounts;
    private readonly (Storage Count, Storage Kept)[] _counts;
    private readonly List<SumNode> _waiting = [], _received = [];
    private readonly Dictionary<int, SumPlan> _plans = [];

    /// <summary>Makes the tree of one part, which takes no memory for sums.</summary>
    /// <param name="arena">Where the passes leave their gradients.</param>
    /// <param name="world">The ranks that compute the parts; null for this process alone.</param>
    public GradientTree(ParameterArena arena, IWorld? world = null)
    {
        ArgumentNullException.ThrowIfNull(arena);
        (_arena, _world) = (arena, world ?? AloneWorld.Instance);
        _loss = arena.Device.AllocatePersistent(1);
        _buffersBefore = arena.Device.AllocatePersistent(arena.Buffers.Length);
        Parameter[] counts = [.. arena.Parameters.Where(parameter => parameter.IsCount)];
        _keptCounts = arena.Device.AllocatePersistent(counts.Sum(parameter => parameter.Count));
        int offset = 0;
        _counts = new (Storage, Storage)[counts.Length];
        for (int i = 0; i < counts.Length; offset += counts[i++].Count)
        {
            _counts[i] = (counts[i].Value.Storage, _keptCounts.Slice(offset, counts[i].Count));
        }

        Loss = new Tensor([1], _loss);
    }

    /// <summary>After the last part, and <see cref="Exchange"/>: the loss of the batch, a tensor of one element.</summary>
    public Tensor Loss { get; }

    /// <summary>Takes the memory of a number of parts. It must not be part of a captured step.</summary>
    /// <param name="parts">1 or more.</param>
    public void Reserve(int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        if (_plans.ContainsKey(parts))
        {
            return;
        }

        var plan = new SumPlan(parts, _world.Rank, _world.Size);
        while (_waiting.Count < plan.MostWaiting)
        {
            _waiting.Add(new(_arena, _arena.Gradients.Length));
        }

        while (_received.Count < plan.Received)
        {
            _received.Add(new(_arena, plan.ChunkOf(_world.Rank, _arena.Gradients.Length).Length));
        }

        if (_world.Size > 1)
        {
            var root = new SumNode(_arena.Gradients, _arena.Buffers, _loss);
            plan.Lay(root, _waiting, _received, _keptCounts);
        }

        _plans.Add(parts, plan);
    }

    /// <summary>Call it before the first part.</summary>
    public void Begin() => Copy(_arena.Buffers, _buffersBefore);

    /// <summary>Ends the pass of a part, after its backward pass; it may be part of a captured step.</summary>
    /// <param name="loss">The part's mean loss, a tensor of one element.</param>
    public void EndPass(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfNotEqual(loss.Count, 1, nameof(loss));
        _arena.ZeroMissingGradients();
        Copy(loss.Storage, _loss);
    }

    /// <summary>
    /// Adds the part whose pass has ended, one that is this rank's. After the last one of a process that works alone the arena holds
    /// gradients and running statistics of the batch; before, the running statistics are set back, so that each part starts from the same
    /// ones.
    /// </summary>
    /// <param name="part">Its number, from 0.</param>
    /// <param name="parts">How many there are; <see cref="Reserve"/> knows it.</param>
    /// <param name="weight">Its share of the batch's pictures, in (0, 1].</param>
    public void Add(int part, int parts, float weight)
    {
        var plan = _plans[parts];
        ArgumentOutOfRangeException.ThrowIfLessThan(part, plan.First);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(part, plan.End);
        var pass = new SumNode(_arena.Gradients, _arena.Buffers, _loss);
        bool isLast = part == parts - 1, isRoot = isLast && _world.Size == 1;

        // A batch counts once, and a mean of equal counts is rounded.
        foreach (var (count, kept) in isLast ? _counts : [])
        {
            Copy(count, kept);
        }

        var (place, sums) = plan.Leaves[part - plan.First];
        if (sums == 0)
        {
            Scale(weight, pass, isRoot ? pass : _waiting[place]);
        }

        var node = pass;
        for (int k = 1; k <= sums; k++)
        {
            var left = _waiting[place - k];
            var sum = isRoot ? pass : left;
            Sum(left, k == 1 ? weight : 1, node, sum);
            node = sum;
        }

        if (isRoot)
        {
            RestoreCounts();
        }
        else
        {
            Copy(_buffersBefore, _arena.Buffers);
        }
    }

    /// <summary>
    /// Call it on every rank after its last part: the arena then holds gradients and running statistics of the batch, with the same bits on
    /// all. A process that works alone has nothing to exchange.
    /// </summary>
    /// <param name="parts">How many there are; <see cref="Reserve"/> knows it.</param>
    public void Exchange(int parts)
    {
        var plan = _plans[parts];
        if (_world.Size == 1)
        {
            return;
        }

        _world.AllToAll(plan.NodesSent, plan.NodesReceived);
        foreach (var (left, right, sum) in plan.Fold)
        {
            Sum(left, 1, right, sum);
        }

        _world.AllToAll(plan.SumsSent, plan.SumsReceived);
        RestoreCounts();
        _arena.KeepGradients();
    }

    /// <summary>Frees its memory.</summary>
    public void Dispose()
    {
        foreach (var node in _waiting.Concat(_received))
        {
            node.Free();
        }

        Array.ForEach([_loss, _buffersBefore, _keptCounts], _arena.Device.Free);
    }

    private void RestoreCounts()
    {
        foreach (var (count, kept) in _counts)
        {
            Copy(kept, count);
        }
    }

    private void Sum(in SumNode x, float weight, in SumNode y, in SumNode z)
    {
        _arena.Device.Run(new WeightedSum(x.Gradients, weight, y.Gradients, z.Gradients));
        _arena.Device.Run(new WeightedSum(x.Buffers, weight, y.Buffers, z.Buffers));
        _arena.Device.Run(new WeightedSum(x.Loss, weight, y.Loss, z.Loss));
    }

    private void Scale(float weight, in SumNode x, in SumNode y)
    {
        var times = new Affine(weight, 0);
        _arena.Device.Run(new UnaryMap<Affine>(x.Gradients, y.Gradients, x.Gradients.Length, times));
        _arena.Device.Run(new UnaryMap<Affine>(x.Buffers, y.Buffers, x.Buffers.Length, times));
        _arena.Device.Run(new UnaryMap<Affine>(x.Loss, y.Loss, x.Loss.Length, times));
    }

    private void Copy(Storage from, Storage to) => _arena.Device.Run(new Copy(from, to, to.Length));
}
