using System.Diagnostics;
using System.Text;

namespace ILGpuAutoencoders.Engine.Devices.Simt;

/// <summary>What ILGPU traces while this is open: the only way to get the driver's message about PTX that it rejects.</summary>
internal sealed class CompilerLog : TraceListener
{
    private readonly StringBuilder _text = new();

    internal CompilerLog() => Trace.Listeners.Add(this);

    // The driver's text comes in a buffer padded with zeros.
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
