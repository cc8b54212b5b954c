using System.Globalization;
using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Cli.Commands;

/// <summary><c>devices</c>: what <c>--device</c> may name on this machine.</summary>
internal sealed class DevicesCommand() : CliCommand("devices", "Lists the devices of this machine; --device auto takes the first.")
{
    protected override int Run(Invocation invocation)
    {
        var devices = DeviceCatalog.List();
        var rows = devices.Select(device => new[]
        {
            device.Id, device.Name, string.Create(CultureInfo.InvariantCulture, $"{device.MemoryBytes / (double)(1L << 30):0.0} GiB"),
        });
        invocation.WriteTable(["--device", "what it is", "memory"], [.. rows]);

        invocation.WriteJson(new { Devices = devices });
        return ExitCodes.Ok;
    }
}
