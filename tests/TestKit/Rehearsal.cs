using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Engine.Devices.Simt;
using ILGpuAutoencoders.Models;

namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>
/// The launches that a device would make, found without one: its layout of grids and choice of kernels, but nothing computed.
/// </summary>
internal static class Rehearsal
{
    /// <summary>One training step of a family: forward, MSE, backward, Adam.</summary>
    internal static IReadOnlyList<KernelLaunch> Step(string family, SimtTarget target) =>
        Step(ModelCatalog.Get(family).Defaults, target, 64);

    /// <summary>The same for any options and batch size.</summary>
    internal static IReadOnlyList<KernelLaunch> Step(AutoencoderOptions options, SimtTarget target, int batch)
    {
        var launches = new List<KernelLaunch>();
        using var device = SimtDriver.OpenRehearsal(target, launches);
        using var model = Autoencoder.Create(device, options);
        using var optimizer = new Adam(model.Arena, new AdamOptions());
        using var random = new RandomState(device, 1);
        using var total = new LossTotal(device);
        var pictures = Tensor.Allocate(device, model.PicturesShape(batch));
        launches.Clear();
        device.Capture(() =>
        {
            model.Arena.BeginStep();
            var loss = model.Forward(pictures, new ForwardPass(true, random)).MeanSquaredError(pictures);
            total.Add(loss, batch);
            loss.Backward(freeIntermediates: true);
            optimizer.Step();
        });
        return launches;
    }

    /// <summary>Every row of the table, forward and backward, and what a step does only when asked to: SGD, clipping, averaging, parts.</summary>
    internal static IReadOnlyList<KernelLaunch> Rows(SimtTarget target)
    {
        var launches = new List<KernelLaunch>();
        using var device = SimtDriver.OpenRehearsal(target, launches);
        foreach (var row in OpCases.All)
        {
            OpRun.Of(row, device);
        }

        using var arena = new ParameterArena(device, [new Parameter("weight", FileLayout.Same([3]), Initialization.Constant(0))], seed: 1);
        using var sgd = new Sgd(arena, new SgdOptions()) { MaxNorm = 1 };
        using var average = new WeightAverage(arena, 0.9);
        sgd.Step();
        average.Update();
        average.Swap();
        using var tree = new GradientTree(arena);
        tree.Reserve(2);
        tree.Add(0, 2, 0.5f);
        tree.Add(1, 2, 0.5f);
        return launches;
    }
}
