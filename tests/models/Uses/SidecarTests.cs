using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Models.Inference;
using ILGpuAutoencoders.Tests.Cli;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models.Uses;

/// <summary>What lies beside a model belongs to the weights that were loaded, not to a file of that name.</summary>
public sealed class SidecarTests : IDisposable
{
    private const string Name = "notes";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sidecar_is_of_the_weights_that_were_loaded_though_their_file_was_replaced()
    {
        string run = _folder["run"], best = Path.Combine(run, RunFile.Best);
        TinyTraining.Run(run, 2);
        using var device = DeviceCatalog.Open("cpu", threads: 1).Device;
        using var first = TrainedRun.Open(run, device);
        var weights = Checkpoint.Read(best);
        weights.Metadata["more"] = "x";
        weights.Write(best);

        ModelSidecar.Write(new Checkpoint(), first, Name);

        ModelSidecar.Read(first, Name, "advice");
        using var second = TrainedRun.Open(run, device);
        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
        var error = Assert.Throws<CheckpointException>(() => ModelSidecar.Read(second, Name, "make it again"));
        Assert.Contains("belongs to other weights", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("make it again.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fingerprint_is_the_hash_of_the_file()
    {
        string file = _folder["x.safetensors"];
        var checkpoint = new Checkpoint();
        checkpoint.Tensors["a"] = CheckpointTensor.FromFloats([3], [1, 2, 3]);
        checkpoint.Write(file);

        var (content, sha256) = Checkpoint.ReadHashed(file);

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))), sha256);
        Assert.Equal(["a"], content.Tensors.Keys);
    }
}
