using ILGpuAutoencoders.Cli.Terminal;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>NaN and infinity from every source, in every family.</summary>
public sealed class BadNumbersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Families => [.. ModelCatalog.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void Pixels_that_are_not_finite_are_found_before_anything_is_saved(string family) =>
        AssertDiverged(Train(family, "--noise", "gaussian-unclamped", "--noise-factor", "3e38"));

    [Theory]
    [MemberData(nameof(Families))]
    public void A_weight_that_is_not_finite_is_found_before_anything_is_saved(string family)
    {
        string file = _folder["bad.safetensors"];
        using var device = new SimdDevice(1);
        using var model = Autoencoder.Create(device, new TrainingOptions { Model = family, ImageSize = 16, Latent = 1 }.Network);
        var checkpoint = model.ToCheckpoint();
        string name = checkpoint.Tensors.Keys.Last(key => key.EndsWith("weight", StringComparison.Ordinal));
        float[] values = checkpoint.Tensors[name].ToFloats();
        values[^1] = float.NegativeInfinity;
        checkpoint.Tensors[name] = CheckpointTensor.FromFloats(checkpoint.Tensors[name].Shape, values);
        checkpoint.Write(file);

        AssertDiverged(Train(family, "--init", file));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Gradients_that_overflow_are_found_before_anything_is_saved(string family) =>
        AssertDiverged(Train(family, "--optimizer", "sgd", "--lr", "1e38"));

    /// <summary>Adam's steps are as long as the rate: weights of a million saturate the sigmoid, and no number need be bad.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void A_rate_of_a_million_diverges_or_leaves_finite_weights(string family)
    {
        var run = Train(family, "--lr", "1e6");
        Assert.True(run.ExitCode is ExitCodes.Diverged or ExitCodes.Ok, run.Error);
        AssertFinite(saved: run.ExitCode == ExitCodes.Ok ? TinyTraining.Checkpoints.Length : 0);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Pictures_of_one_colour_are_trained_on(string family)
    {
        byte[] grey = new byte[16 * 16 * 3];
        Array.Fill(grey, (byte)128);
        foreach (string name in (string[])["train/a.png", "train/b.png", "train/c.png", "val/d.png"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            PixelCodec.SavePng(new Picture(16, 16, grey), _folder[name]);
        }

        var run = Train(family, "--data", _folder.Root);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        AssertFinite(saved: TinyTraining.Checkpoints.Length);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void No_picture_to_train_on_is_an_error_of_the_data(string family)
    {
        Directory.CreateDirectory(_folder["empty/train"]);
        var run = Train(family, "--data", _folder["empty"]);
        Assert.Equal(ExitCodes.Data, run.ExitCode);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    private CliRun Train(string family, params string[] more)
    {
        string[] options = [.. TinyTraining.Options];
        options[1] = family;
        if (more[0] == "--data")
        {
            options[Array.IndexOf(options, "--data") + 1] = more[1];
            more = more[2..];
        }

        return CliRun.Of([.. options, "--epochs", "1", "--out", _folder["run"], .. more]);
    }

    // ReLU makes 0 of NaN, so a loss may stay finite; gradients and weights are looked at before anything is saved.
    private void AssertDiverged(CliRun run)
    {
        Assert.True(run.ExitCode == ExitCodes.Diverged, $"exit {run.ExitCode}: {run.Error}");
        Assert.Contains("(epoch 1)", run.Error, StringComparison.Ordinal);
        AssertFinite(saved: 0);
    }

    private void AssertFinite(int saved)
    {
        string[] files = [.. TinyTraining.Checkpoints.Select(name => Path.Combine(_folder["run"], name)).Where(File.Exists)];
        Assert.Equal(saved, files.Length);
        Assert.All(
            files, file => Assert.All(
                Checkpoint.Read(file).Tensors, tensor => Assert.DoesNotContain(tensor.Value.ToFloats(), value => !float.IsFinite(value))));
    }
}
