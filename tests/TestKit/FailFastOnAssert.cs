using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Tests.TestKit;
using Xunit.v3;

[assembly: NameRunningTest]

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>
/// ILGPU's CPU accelerator answers an index out of range by Trace.Assert on a thread of its own, which ends the process
/// without saying where. This listener ends it with the names of the tests that are running.
/// </summary>
internal sealed class FailFastOnAssert : TraceListener
{
    internal static ConcurrentDictionary<string, bool> Running { get; } = new();

    [ModuleInitializer]
    internal static void Install()
    {
        Trace.Listeners.Clear();
        Trace.Listeners.Add(new FailFastOnAssert());
    }

    public override void Fail(string? message, string? detailMessage) =>
        Environment.FailFast(
            $"A kernel on the simulator failed ({message} {detailMessage}) while these tests ran: {string.Join("; ", Running.Keys)}");

    public override void Write(string? message)
    {
    }

    public override void WriteLine(string? message)
    {
    }
}

/// <summary>Keeps the list of running tests.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class NameRunningTestAttribute : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => FailFastOnAssert.Running[test.TestDisplayName] = true;

    public override void After(MethodInfo methodUnderTest, IXunitTest test) =>
        FailFastOnAssert.Running.TryRemove(test.TestDisplayName, out _);
}
