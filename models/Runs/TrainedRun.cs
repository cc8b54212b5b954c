using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>A trained model with what is known about its training.</summary>
public sealed class TrainedRun : IDisposable
{
    private const string AugmentKey = "augment", FitKey = "fit";

    private TrainedRun(string checkpoint, string fingerprint, Autoencoder model, TrainingOptions options, bool hasConfig)
    {
        Checkpoint = checkpoint;
        Fingerprint = fingerprint;
        Model = model;
        Options = options;
        HasConfig = hasConfig;
        Frame = new PictureFrame(model.Options.Picture, options.Crop, options.Fit);
    }

    /// <summary>The file the model was read from.</summary>
    public string Checkpoint { get; }

    /// <summary>The SHA-256 of the file as it was when the model was read from it, in hexadecimal.</summary>
    internal string Fingerprint { get; }

    /// <summary>The model.</summary>
    public Autoencoder Model { get; }

    /// <summary>The options of its training; for a checkpoint without a run, what the checkpoint says about them.</summary>
    public TrainingOptions Options { get; }

    /// <summary>How pictures become those of the model: as in its training, unless a task asks for another fit.</summary>
    public PictureFrame Frame { get; private set; }

    /// <summary>Whether config.yaml of this model's run was there.</summary>
    public bool HasConfig { get; }

    /// <summary>Whether the run says which pictures it was trained on; an imported one does not.</summary>
    public bool KnowsPictures => HasConfig && Options.Data.Length > 0;

    /// <summary>Opens a run.</summary>
    /// <param name="path">A run folder (its best checkpoint, else the last) or a checkpoint file.</param>
    /// <param name="device">Where the model will live.</param>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    public static TrainedRun Open(string path, ComputeDevice device)
    {
        string file = CheckpointOf(path);
        var (checkpoint, fingerprint) = Engine.Checkpoint.ReadHashed(file);
        var model = Autoencoder.Create(device, ModelCatalog.OptionsOf(checkpoint.Metadata, file), checkpoint, file);
        try
        {
            string config = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, RunFile.Config);
            var said = OptionsOf(checkpoint) with { Model = model.Options.Family };
            said = said with
            {
                ImageSize = model.Options.ImageSize,
                Channels = model.Options.Channels,
                Latent = (model as ILatentModel)?.Latent ?? said.Latent,
            };
            // Weights of another network are of another run, whatever lies beside them: neither its configuration nor its split is theirs.
            bool hasConfig = File.Exists(config);
            var options = hasConfig ? TrainingConfig.ReadRun(config) : said;
            bool isOwn = hasConfig && (options.Model, options.Picture) == (said.Model, said.Picture)
                && (model is not ILatentModel || options.Latent == said.Latent);
            return new TrainedRun(file, fingerprint, model, isOwn ? options : said, isOwn);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Opens a run for a task, which may ask for another fit than that of training.</summary>
    /// <exception cref="CheckpointException">There is no such run, or its checkpoint is damaged.</exception>
    internal static TrainedRun Open(string path, ComputeDevice device, ComputeOptions task)
    {
        var run = Open(path, device);
        run.Frame = run.Frame with { Fit = (task as PictureOptions)?.Fit ?? run.Frame.Fit };
        return run;
    }

    /// <summary>The checkpoint file that a path stands for.</summary>
    /// <param name="path">A run folder or a checkpoint file.</param>
    /// <exception cref="CheckpointException">There is none.</exception>
    public static string CheckpointOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
        {
            return path;
        }

        string[] files = [Path.Combine(path, RunFile.Best), Path.Combine(path, RunFile.Last)];
        return Array.Find(files, File.Exists) ?? throw new CheckpointException(Directory.Exists(path)
            ? $"The run '{path}' holds no checkpoint ({RunFile.Best}); train it first."
            : $"There is no run '{path}'; name a run folder or a .safetensors file.");
    }

    /// <summary>The run's split.json; null if it is missing, or lies beside weights of another run.</summary>
    internal string? SplitJson
    {
        get
        {
            string split = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Checkpoint))!, RunFile.Split);
            return HasConfig && File.Exists(split) ? PlainFile.ReadAllText(split) : null;
        }
    }

    /// <summary>Gives the model's memory back.</summary>
    public void Dispose() => Model.Dispose();

    /// <summary>
    /// Notes how training pictures were fitted and varied, if they were: a control of these weights, and what a task is given, is treated
    /// alike.
    /// </summary>
    internal static void AddTreatment(IDictionary<string, string> metadata, TrainingOptions options)
    {
        if (options.Augment != Augmentation.None)
        {
            metadata[AugmentKey] = TrainingOptions.Table.Find(AugmentKey)!.Format(options)!;
        }

        if (options.Fit != PictureFit.Stretch)
        {
            metadata[FitKey] = TrainingOptions.Table.Find(FitKey)!.Format(options)!;
        }
    }

    /// <summary>What a checkpoint says about the options of its training.</summary>
    internal static TrainingOptions OptionsOf(Checkpoint checkpoint)
    {
        var options = new TrainingOptions();
        string[] network = [.. ModelCatalog.Options.Where(option => !option.IsOfTraining).Select(option => option.Key)];
        foreach (string key in (string[])["image-size", "channels", "crop", FitKey, AugmentKey, .. network])
        {
            if (checkpoint.Metadata.TryGetValue(key.Replace('-', '_'), out string? text))
            {
                options = TrainingOptions.Table.Find(key)!.Set(options, text);
            }
        }

        return options;
    }
}
