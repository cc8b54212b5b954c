using System.Numerics;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Optimizers;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// The step of a batch from the passes of its parts, which need the memory of one part alone: gradients, running statistics and loss of
/// each part, weighted by its share of the pictures, are the leaves of one binary tree of sums, whose shape follows from their number.
/// </summary>
/// <remarks>
/// Node i of a level is the sum of nodes 2i and 2i + 1 of the level below; the last node of an odd level is carried up as it is. A running
/// node of each level is kept, so p parts take the memory of log₂ p gradients. Whoever computes a leaf, the sum has the same bits.
/// </remarks>
public sealed class GradientTree : IDisposable
{
    private readonly ParameterArena _arena;
    private readonly Storage _loss;
    private readonly Storage _buffersBefore;
    private readonly (Storage Count, Storage Kept)[] _counts;
    private readonly List<Node> _levels = [];

    /// <summary>Makes the tree of one part, which takes no memory for sums.</summary>
    /// <param name="arena">Where the passes leave their gradients.</param>
    public GradientTree(ParameterArena arena)
    {
        ArgumentNullException.ThrowIfNull(arena);
        _arena = arena;
        _loss = arena.Device.AllocatePersistent(1);
        _buffersBefore = arena.Device.AllocatePersistent(arena.Buffers.Length);
        _counts = [.. arena.Parameters.Where(parameter => parameter.IsCount)
            .Select(parameter => (parameter.Value.Storage, arena.Device.AllocatePersistent(parameter.Count)))];
        Loss = new Tensor([1], _loss);
    }

    /// <summary>What a level holds: gradients, buffers and loss of its node.</summary>
    private readonly record struct Node(Storage Gradients, Storage Buffers, Storage Loss);

    /// <summary>After <see cref="Add"/> of the last part: the loss of the batch, a tensor of one element.</summary>
    public Tensor Loss { get; }

    /// <summary>Takes the memory of a number of parts. It must not be part of a captured step.</summary>
    /// <param name="parts">1 or more.</param>
    public void Reserve(int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        while (_levels.Count < BitOperations.Log2((uint)parts - 1 | 1) + (parts > 1 ? 1 : 0))
        {
            _levels.Add(new(
                _arena.Device.AllocatePersistent(_arena.Gradients.Length), _arena.Device.AllocatePersistent(_arena.Buffers.Length),
                _arena.Device.AllocatePersistent(1)));
        }
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
    /// Adds the part whose pass has ended. After the last one the arena holds gradients and running statistics of the batch; before, the
    /// running statistics are set back, so that each part starts from the same ones.
    /// </summary>
    /// <param name="part">Its number, from 0.</param>
    /// <param name="parts">How many there are; <see cref="Reserve"/> knows it.</param>
    /// <param name="weight">Its share of the batch's pictures, in (0, 1].</param>
    public void Add(int part, int parts, float weight)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)part, (uint)parts, nameof(part));
        var pass = new Node(_arena.Gradients, _arena.Buffers, _loss);
        bool isLast = part == parts - 1;

        // A batch counts once, and a mean of equal counts is rounded.
        foreach (var (count, kept) in isLast ? _counts : [])
        {
            Copy(count, kept);
        }

        // Below the part's number, read in binary, a 1 is a level whose node waits for this one.
        int level = 0;
        for (; (part >> level & 1) == 1; level++)
        {
            bool isTop = !isLast && (part >> (level + 1) & 1) == 0;
            Sum(_levels[level], level == 0 ? weight : 1, pass, isTop ? _levels[level + 1] : pass);
        }

        if (level == 0)
        {
            Scale(weight, pass, isLast ? pass : _levels[0]);
        }

        for (level++; isLast && level < _levels.Count; level++)
        {
            if ((part >> level & 1) == 1)
            {
                Sum(_levels[level], 1, pass, pass);
            }
        }

        if (!isLast)
        {
            Copy(_buffersBefore, _arena.Buffers);
            return;
        }

        foreach (var (count, kept) in _counts)
        {
            Copy(kept, count);
        }
    }

    /// <summary>Frees its memory.</summary>
    public void Dispose()
    {
        foreach (var (gradients, buffers, loss) in _levels)
        {
            Array.ForEach([gradients, buffers, loss], _arena.Device.Free);
        }

        foreach (var (_, kept) in _counts)
        {
            _arena.Device.Free(kept);
        }

        _arena.Device.Free(_loss);
        _arena.Device.Free(_buffersBefore);
    }

    private void Sum(in Node x, float weight, in Node y, in Node z)
    {
        _arena.Device.Run(new WeightedSum(x.Gradients, weight, y.Gradients, z.Gradients));
        _arena.Device.Run(new WeightedSum(x.Buffers, weight, y.Buffers, z.Buffers));
        _arena.Device.Run(new WeightedSum(x.Loss, weight, y.Loss, z.Loss));
    }

    private void Scale(float weight, in Node x, in Node y)
    {
        var times = new Affine(weight, 0);
        _arena.Device.Run(new UnaryMap<Affine>(x.Gradients, y.Gradients, x.Gradients.Length, times));
        _arena.Device.Run(new UnaryMap<Affine>(x.Buffers, y.Buffers, x.Buffers.Length, times));
        _arena.Device.Run(new UnaryMap<Affine>(x.Loss, y.Loss, x.Loss.Length, times));
    }

    private void Copy(Storage from, Storage to) => _arena.Device.Run(new Copy(from, to, to.Length));
}
