using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Models.Basics;
using static ILGpuAutoencoders.Models.NumberRange;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.BenchmarkOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>What a benchmark measures.</summary>
public enum BenchmarkMode
{
    /// <summary>Training steps: forward, backward, optimiser.</summary>
    Step,

    /// <summary>Inference: forward only.</summary>
    Infer,
}

/// <summary>A benchmark of a family or of one operation.</summary>
public sealed record BenchmarkOptions : ComputeOptions
{
    /// <summary>The name of a family, <c>matmul</c> or <c>conv2d</c>; <c>conv</c> unless set.</summary>
    public string Target { get; init; } = "conv";

    /// <summary>Training steps or inference; steps unless set.</summary>
    public BenchmarkMode Mode { get; init; }

    /// <summary>Pictures per step, 1 to 65,536; 64 unless set.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Width and height of the pictures in pixels, 11 to 1,024 each; 64 x 64 unless set.</summary>
    public ImageSize ImageSize { get; init; } = 64;

    /// <summary>Values of a pixel: 3 for RGB, 1 for grey; 3 unless set.</summary>
    public int Channels { get; init; } = PictureShape.Rgb;

    /// <summary>Size of the latent vector, 1 to 65,536; 256 unless set.</summary>
    public int Latent { get; init; } = 256;

    /// <summary>Side of the square matrices of <c>matmul</c>, 1 to 16,384; 1,024 unless set.</summary>
    public int Size { get; init; } = 1024;

    /// <summary>Length of the timed window in seconds, 0.01 to 3600; 5 unless set.</summary>
    public double Seconds { get; init; } = 5;

    internal static NamedValues<BenchmarkMode> Modes { get; } = new(("step", BenchmarkMode.Step), ("infer", BenchmarkMode.Infer));

    /// <summary>These options by key.</summary>
    public static new OptionTable<BenchmarkOptions> Table { get; } = TableOf(
        new BenchmarkOptions(),
        Row.Of("mode", Modes, "training steps or inference", o => o.Mode, (o, v) => o with { Mode = v }),
        Row.Of("batch", CommonValues.BatchSizes, "pictures per step", o => o.Batch, (o, v) => o with { Batch = v }),
        Row.Of("image-size", CommonValues.ImageSizes, CommonValues.ImageSizeHelp, o => o.ImageSize,
            (o, v) => o with { ImageSize = v }),
        Row.Of("channels", CommonValues.Channels, "values of a pixel: 3 for RGB, 1 for grey", o => o.Channels,
            (o, v) => o with { Channels = v }),
        Row.Of("latent", CommonValues.Latents, "size of the latent vector", o => o.Latent, (o, v) => o with { Latent = v }),
        Row.Of("size", From(1).To(16_384), "side of the matrices of matmul", o => o.Size, (o, v) => o with { Size = v }),
        Row.Of("seconds", From(0.01).To(3600), "seconds of the timed window", o => o.Seconds, (o, v) => o with { Seconds = v }));
}

/// <summary>What a benchmark measured. Its properties are the keys of <c>benchmark --json</c>, in snake case.</summary>
/// <param name="Model">The family or operation.</param>
/// <param name="Device">What it ran on.</param>
/// <param name="Mode"><c>step</c> or <c>infer</c>; null for <c>matmul</c>.</param>
/// <param name="Batch">Pictures per step; null for <c>matmul</c>.</param>
/// <param name="ImageSize">Size of the pictures in pixels; side of the matrices for <c>matmul</c>.</param>
/// <param name="Threads">Threads of the CPU device; null on others.</param>
/// <param name="ImagesPerSecond">Pictures per second; null for <c>matmul</c>.</param>
/// <param name="MsPerStep">Milliseconds per step.</param>
/// <param name="PeakMemoryMb">Peak memory on the device, in MiB.</param>
/// <param name="Gflops">10^9 floating-point operations per second; for operations.</param>
public sealed record BenchmarkResult(
    string Model, string Device, string? Mode, int? Batch, ImageSize ImageSize, int? Threads, double? ImagesPerSecond, double MsPerStep,
    double PeakMemoryMb, double? Gflops);
