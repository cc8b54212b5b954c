using ILGpuAutoencoders.Cli.Rendering;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary>Chooses how progress is shown.</summary>
internal static class Progress
{
    /// <summary>
    /// Does work with an observer that shows progress: a live bar for a person at a terminal, plain lines for a file, nothing with --quiet.
    /// </summary>
    internal static T Run<T>(Invocation invocation, Func<ITourObserver, T> work)
    {
        var console = invocation.Console;
        return !invocation.IsQuiet && console.IsInteractive
            ? LiveProgress.Run(console, work)
            : work(new PlainProgress(console.Error, invocation.IsQuiet, TimeProvider.System));
    }
}
