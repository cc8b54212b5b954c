using System.Text.RegularExpressions;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>
/// What the PTX of a kernel says about its speed: the width of its memory accesses, tensor cores, copies behind its back.
/// </summary>
internal sealed record KernelFacts(string Kernel, int Threads, string Target, int Local, int WideLoads, int Loads, int WideStores,
    int Stores, int WideShared, int Shared, int Mma, int AsyncCopies)
{
    internal static readonly string[] Header =
        ["kernel", "threads", "for", "ld.global.v4", "other ld", "st.global.v4", "other st", "ld.shared.v4", "other", "mma", "cp.async"];

    internal static KernelFacts Of(string kernel, int threads, string ptx) => new(
        kernel,
        threads,
        Regex.Match(ptx, @"\.target (\S+)").Groups[1].Value.TrimEnd(','),
        Count(ptx, @"\.local"),
        Count(ptx, @"ld\.global\.v4"),
        Count(ptx, @"ld\.global\.(v2|[fbu])"),
        Count(ptx, @"st\.global\.v4"),
        Count(ptx, @"st\.global\.(v2|[fbu])"),
        Count(ptx, @"ld\.shared\.v4"),
        Count(ptx, @"ld\.shared\.(v2|[fbu])"),
        Count(ptx, @"mma\.sync"),
        Count(ptx, @"cp\.async\.c[ag]"));

    internal string[] Row() =>
        [$"`{Kernel}`",
            .. new object[] { Threads, Target, WideLoads, Loads, WideStores, Stores, WideShared, Shared, Mma, AsyncCopies }.Select(
                v => $"{v}")];

    private static int Count(string ptx, string pattern) => Regex.Count(ptx, pattern);
}
