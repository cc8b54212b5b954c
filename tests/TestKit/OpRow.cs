using ILGpuAutoencoders.Benchmarks.Ops;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>One row of <see cref="OpCases"/>: an operation and all that tests and benchmarks need to know of it.</summary>
/// <param name="Name">The method of the engine.</param>
/// <param name="Cases">What it is tested at, always.</param>
/// <param name="Draw">A further case, at shapes that dice decide.</param>
/// <param name="Works">What benchmarks time; nothing of an operation that moves and computes nothing.</param>
internal sealed record OpRow(string Name, IReadOnlyList<OpCase> Cases, Func<Dice, OpCase> Draw, params IReadOnlyList<OpWork> Works)
{
    /// <summary>The row with another benchmark.</summary>
    internal OpRow And(OpWork work) => this with { Works = [.. Works, work] };
}
