namespace ILGpuAutoencoders.Engine;

/// <summary>The body of a parallel loop of <see cref="SimdDevice.For{TBody}"/>.</summary>
public interface IParallelBody
{
    /// <summary>Does the piece of work with this index.</summary>
    /// <param name="index">From 0 to count - 1; each is done exactly once, by any thread.</param>
    void Invoke(int index);
}
