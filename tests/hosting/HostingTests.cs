using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Hosting;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ILGpuAutoencoders.Tests.Hosting;

public sealed class HostingTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    private static readonly ComputeOptions s_cpu = new() { Device = "cpu" };

    private static Picture Face(int index) => new(48, 48, GeneratedFaces.Draw(seed: 2, index: index, side: 48));

    [Fact]
    public void A_run_is_opened_at_its_first_use_and_its_device_is_logged()
    {
        var log = new KeptLog();
        var services = new ServiceList();
        services.AddPictureService(tiny.Run, s_cpu).AddPictureEncoder("no-such-run", s_cpu);

        Assert.Equal([ServiceLifetime.Singleton, ServiceLifetime.Singleton], services.Select(service => service.Lifetime));
        using var service = (PictureService)services[0].ImplementationFactory!(new Provider(log));
        Assert.Equal("conv", service.Family);
        Assert.StartsWith("Information Device: cpu", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => services[1].ImplementationFactory!(new Provider(log)));
    }

    [Fact]
    public void What_a_training_tells_is_logged()
    {
        using var folder = new TemporaryFolder();
        var log = new KeptLog();
        var updates = new KeptProgress();
        var options = new TrainingOptions
        {
            Model = "shallow",
            Data = "faces:20",
            ImageSize = 16,
            Latent = 4,
            Epochs = 2,
            BatchSize = 8,
            Device = "cpu",
        };
        Trainer.Run(options, folder["logged"], new LoggingObserver(log));
        Trainer.Run(options, folder["told"], new ProgressObserver(updates));

        Assert.Contains(log.Lines, line => line.StartsWith("Information Training shallow in ", StringComparison.Ordinal));
        Assert.Equal(2, log.Lines.Count(line => line.StartsWith("Information Epoch ", StringComparison.Ordinal)));
        var steps = updates.All.Where(update => update.Activity == TaskActivity.Training).ToList();
        Assert.Equal(2, steps.Count(update => update.Epoch is not null));
        Assert.Equal(steps[^1].Total, steps[^1].Done);
        Assert.All(steps, update => Assert.True(update.Loss > 0));
    }

    [Fact]
    public async Task Pictures_have_the_same_bits_alone_in_batches_and_asynchronously()
    {
        var stop = TestContext.Current.CancellationToken;
        using var encoder = PictureEncoder.Open(tiny.Run, s_cpu);
        using var service = PictureService.Open(tiny.Run, s_cpu);
        Picture[] faces = [.. Enumerable.Range(0, 5).Select(Face)], fitted = [.. faces.Select(face => service.Fit(face, PictureTask.Embed))];
        float[][] alone = [.. faces.Select(encoder.Encode)];

        Assert.Equal(alone, encoder.Encode(faces, stop));
        Assert.Equal(alone, await encoder.EncodeAsync(faces, stop));
        Assert.Equal(alone, await Task.WhenAll(faces.Select(face => encoder.EncodeAsync(face, stop))));
        Assert.Equal(alone, await service.EmbedAsync(fitted, stop));
        var decoded = await encoder.DecodeAsync(alone, stop);
        Assert.Equal(decoded.Select(picture => picture.Pixels.ToArray()), service.Decode(alone, stop).Select(picture => picture.Pixels.ToArray()));
        Assert.Equal(
            service.Reconstruct(fitted, stop).Select(made => made.Psnr), (await service.ReconstructAsync(fitted, stop)).Select(made => made.Psnr));
    }

    [Fact]
    public async Task What_is_asked_of_a_run_that_cannot_and_work_that_is_stopped_end_with_their_errors()
    {
        using var service = PictureService.Open(tiny.Run, s_cpu);
        using var encoder = PictureEncoder.Open(tiny.Run, s_cpu);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => service.DenoiseAsync([Face(0)], cancellation: TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => encoder.DecodeAsync([[1f]], TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => encoder.EncodeAsync([Face(0)], new CancellationToken(canceled: true)));
    }

    private sealed class KeptLog : ILogger<PictureService>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {formatter(state, exception)}");
    }

    private sealed class KeptProgress : IProgress<TaskProgress>
    {
        private readonly Lock _lock = new();

        public List<TaskProgress> All { get; } = [];

        public void Report(TaskProgress value)
        {
            lock (_lock)
            {
                All.Add(value);
            }
        }
    }

    private sealed class ServiceList : List<ServiceDescriptor>, IServiceCollection;

    private sealed class Provider(KeptLog log) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ILogger<PictureService>) ? log : null;
    }
}
