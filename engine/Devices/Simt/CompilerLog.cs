using System.Diagnostics;
using System.Text;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>What ILGPU traces while this is open: the driver's message about PTX that it does not take comes in no other way.</summary>
internal sealed class CompilerLog : TraceListener
{
    private readonly StringBuilder _text = new();

    internal CompilerLog() => Trace.Listeners.Add(this);

    // The driver's text comes in a buffer whose rest is zeros.
    internal string Text =>
        string.Join(' ', _text.ToString().Split(['\n', '\0'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    public override void Write(string? message) => _text.Append(message);

    public override void WriteLine(string? message) => _text.Append(message).Append('\n');

    protected override void Dispose(bool disposing)
    {
        Trace.Listeners.Remove(this);
        base.Dispose(disposing);
    }
}
