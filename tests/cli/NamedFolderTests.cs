using ILGpuAutoencoders.Cli.Terminal;

namespace ILGpuAutoencoders.Tests.Cli;

/// <summary>Whoever names a folder means that folder, and all of it; no keyword and no default stands for it.</summary>
public sealed class NamedFolderTests(NamedFolderTests.Trained trained) : IClassFixture<NamedFolderTests.Trained>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_part_that_is_named_as_a_folder_gives_the_same_numbers()
    {
        var part = CliRun.Of("evaluate", trained.Run, "--json", "--device", "cpu");
        var folder = CliRun.Of("evaluate", trained.Run, "--data", trained.Pictures("test"), "--json", "--device", "cpu");
        Assert.Equal(6, part.Json.GetProperty("images").GetInt32());
        foreach (string key in new[] { "images", "mse", "ssim" })
        {
            Assert.Equal(part.Json.GetProperty(key).GetDouble(), folder.Json.GetProperty(key).GetDouble());
        }

        Assert.Equal(part.Json.GetProperty("pca").GetRawText(), folder.Json.GetProperty("pca").GetRawText());
    }

    [Fact]
    public void Thresholds_are_set_on_all_pictures_of_a_folder()
    {
        var run = CliRun.Of("anomaly", "calibrate", trained.Run, "--data", trained.Pictures("test"), "--json", "--device", "cpu");
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        Assert.Equal(6, run.Json.GetProperty("images").GetInt32());
    }

    [Theory]
    [InlineData("0.95", "from 1 to below 100")]
    [InlineData("0", "from 1 to below 100")]
    [InlineData("100", "from 1 to below 100")]
    public void A_share_is_no_percentile(string percentile, string said)
    {
        var run = CliRun.Of(
            "anomaly", "calibrate", trained.Run, "--data", trained.Pictures("test"), "--percentile", percentile, "--device", "cpu");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_imported_run_does_not_know_its_pictures_and_no_drawn_faces_stand_for_them()
    {
        string best = Path.Combine(trained.Run, "best.safetensors"), imported = _folder["imported"];
        var import = CliRun.Of("import", best, "--model", "conv", "--image-size", "16", "--latent", "8", "--out", imported);
        Assert.True(import.ExitCode == ExitCodes.Ok, import.Error);
        Assert.DoesNotContain("data:", File.ReadAllText(Path.Combine(imported, "config.yaml")), StringComparison.Ordinal);

        var own = CliRun.Of("evaluate", imported, "--device", "cpu");
        Assert.Equal(ExitCodes.Usage, own.ExitCode);
        Assert.Contains("--data", own.Error, StringComparison.Ordinal);
        var named = CliRun.Of("evaluate", imported, "--data", trained.Data, "--json", "--device", "cpu");
        var trainedHere = CliRun.Of("evaluate", trained.Run, "--json", "--device", "cpu");
        Assert.Equal(trainedHere.Json.GetProperty("pca").GetRawText(), named.Json.GetProperty("pca").GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing else\n")]
    public void A_run_whose_configuration_was_emptied_is_refused(string config)
    {
        string run = _folder["run"];
        Directory.CreateDirectory(run);
        File.Copy(Path.Combine(trained.Run, "best.safetensors"), Path.Combine(run, "best.safetensors"));
        File.WriteAllText(Path.Combine(run, "config.yaml"), config);
        var evaluation = CliRun.Of("evaluate", run, "--device", "cpu");
        Assert.Equal(ExitCodes.Usage, evaluation.ExitCode);
        Assert.Contains("config.yaml", evaluation.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_of_train_that_is_gone_costs_a_warning_where_test_is_measured()
    {
        string data = _folder["data"], run = _folder["run"];
        Trained.Fill(data);
        Trained.Train(data, run);
        File.Delete(Directory.GetFiles(Path.Combine(data, "train"))[3]);
        var evaluation = CliRun.Of("evaluate", run, "--json", "--device", "cpu");
        Assert.True(evaluation.ExitCode == ExitCodes.Ok, evaluation.Error);
        Assert.Equal(6, evaluation.Json.GetProperty("images").GetInt32());
        Assert.Contains("the file no longer exists", evaluation.Error, StringComparison.Ordinal);
        Assert.Equal(
            ExitCodes.Ok, CliRun.Of("compress", run, Path.Combine(data, "test"), "--out", _folder["c"], "--device", "cpu").ExitCode);
    }

    [Fact]
    public void What_a_scan_leaves_out_is_said_on_standard_error_and_in_json()
    {
        string data = _folder["data"];
        Trained.Fill(data);
        File.WriteAllText(Path.Combine(data, "train", "1.tif"), "");
        File.Copy(Directory.GetFiles(Path.Combine(data, "test"))[0],
            Path.Combine(Directory.CreateDirectory(Path.Combine(data, "old")).FullName, "1.png"));
        var run = CliRun.Of("data", "pixels", "--data", data, "--image-size", "16", "--out", _folder["p.u8"], "--json");
        Assert.Contains("left out: 1 .tif, folder old (1 picture)", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Json.GetProperty("left_out").GetProperty("folders").GetProperty("old").GetInt32());
    }

    /// <summary>A run on a folder of drawn faces: 51 in train, 3 in val, 6 in test.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Trained()
        {
            Fill(Data);
            Train(Data, Run);
        }

        internal string Data => _folder["data"];

        internal string Run => _folder["run"];

        public void Dispose() => _folder.Dispose();

        internal string Pictures(string part) => Path.Combine(Data, part);

        internal static void Fill(string data)
        {
            var faces = CliRun.Of("data", "faces", "--out", data, "--count", "60", "--image-size", "16");
            Assert.True(faces.ExitCode == ExitCodes.Ok, faces.Error);
            foreach (string face in Directory.GetFiles(Path.Combine(data, "train")).Take(3))
            {
                File.Move(face, Path.Combine(data, "test", Path.GetFileName(face)));
            }
        }

        internal static void Train(string data, string run)
        {
            var training = CliRun.Of(
                "train", "conv", "--preset", "plain", "--augment", "flip", "--data", data, "--image-size", "16", "--latent", "8",
                "--epochs", "1",
                "--batch-size", "16", "--device",
                "cpu", "--out", run);
            Assert.True(training.ExitCode == ExitCodes.Ok, training.Error);
        }
    }
}
