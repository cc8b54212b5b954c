using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Models.PrincipalComponents;
using ILGpuAutoencoders.Models.Reports;
using ILGpuAutoencoders.Models.Uses.Anomaly;
using ILGpuAutoencoders.Models.Uses.Compression;
using ILGpuAutoencoders.Models.Uses.Denoising;
using ILGpuAutoencoders.Tests.Models.Uses;

namespace ILGpuAutoencoders.Tests.Models;

/// <summary>Loops over pictures, components and tiles look at the cancellation before each turn.</summary>
public sealed class StopTests(TrainedRunFixture fixture) : IClassFixture<TrainedRunFixture>
{
    private static readonly CancellationToken s_stopped = new(canceled: true);

    [Fact]
    public void Numbers_are_computed_no_further()
    {
        var pca = new Pca([0, 0, 0], [[1, 0, 0]], [1]);
        Stops(() => pca.ReconstructAll([1, 2, 3], new float[3], 1, s_stopped));
        Stops(() => LatentPlane.Of([1, 2, 3, 4], 2, s_stopped));
        Stops(() => Cholesky.Factor([1, 0, 0, 1], 2, s_stopped));
        Stops(() => Cholesky.Inverse([1, 0, 0, 1], 2, s_stopped));
    }

    [Fact]
    public void Tiles_are_denoised_no_further()
    {
        using var device = DeviceCatalog.Open("cpu", threads: 1).Device;
        using var model = Autoencoder.Create(device, new UNetOptions());
        Stops(() => new PictureDenoiser(model, tile: 96).Denoise(PictureValues.Empty(new PictureShape(128, 96)), s_stopped));
    }

    [Fact]
    public void Pictures_are_used_no_further()
    {
        using var device = DeviceCatalog.Open("cpu", threads: 1).Device;
        using var run = LatentRun.On(device, fixture.RunPath);
        string folder = Directory.CreateTempSubdirectory("stop").FullName;
        try
        {
            string face = Path.Combine(folder, "face.png");
            PixelCodec.SavePng(new Picture(16, 16, GeneratedFaces.Draw(3, 0, 16)), face);
            var pixels = new PixelSet(16, ["a", "b"], new byte[2 * 16 * 16 * 3]);
            Stops(() => LatentCodec.Make(run, pixels, s_stopped));
            Stops(() => AnomalyReference.Fit(run, pixels, s_stopped));
            Stops(() => _ = run.Read([face], null, s_stopped).ToList());
            Stops(() => ImageFolder.Pictures(folder, out _, cancellation: s_stopped));
            string run1 = fixture.RunPath, result = Path.Combine(folder, "out");
            Stops(() => Interpolation.Run(
                new InterpolationOptions { Run = run1, From = face, To = face, Out = result, Device = "cpu" }, null, s_stopped));
            Stops(() => Reconstructor.Run(
                new ReconstructionOptions { Run = run1, Inputs = [face], Out = result, Device = "cpu" }, null, s_stopped));
            Stops(() => Compressor.Compress(
                new CompressOptions { Run = run1, Inputs = [face], Out = result, Device = "cpu" }, null, s_stopped));
            Assert.Equal([face], Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Stops(Action work) => Assert.ThrowsAny<OperationCanceledException>(work);
}
