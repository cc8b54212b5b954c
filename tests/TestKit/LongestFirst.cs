using ILGpuAutoencoders.Tests.Engine;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(ILGpuAutoencoders.Tests.TestKit.LongestFirst))]

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>Begins with the collection that takes minutes: were it the last, the other cores would wait for it.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(
            collection => collection.TestCollectionDisplayName.Contains(nameof(EmulatedCudaTests), StringComparison.Ordinal))];
}
