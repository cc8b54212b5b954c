namespace ILGpuAutoencoders.Tests.Cli.Serving;

/// <summary>The tests that share one run and one server over it.</summary>
[CollectionDefinition(Name)]
public sealed class ServedTests : ICollectionFixture<ServedRun>
{
    internal const string Name = "serve";
}
