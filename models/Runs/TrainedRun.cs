using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models;

/// <summary>A trained model with what is known about its training.</summary>
public sealed class TrainedRun : IDisposable
{
    private const string AugmentKey = "augment";

    private TrainedRun(string checkpoint, string fingerprint, Autoencoder model, TrainingOptions options, bool hasConfig)
    {
        Checkpoint = checkpoint;
        Fingerprint = fingerprint;
        Model = model;
        Options = options;
        HasConfig = hasConfig;
    }

    /// <summary>The file the model was read from.</summary>
    public string Checkpoint { get; }

    /// <summary>The SHA-256 of the file as it was when the model was read from it, in hexadecimal.</summary>
    internal string Fingerprint { get; }

    /// <summary>The model.</summary>
    public Autoencoder Model { get; }

    /// <summary>The options of its training; for a checkpoint without a run, what the checkpoint says about them.</summary>
    public TrainingOptions Options { get; }

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
            said = said with { ImageSize = model.Options.ImageSize, Latent = (model as ILatentModel)?.Latent ?? said.Latent };
            // Weights of another network are of another run, whatever lies beside them: neither its configuration nor its split is theirs.
            bool hasConfig = File.Exists(config);
            var options = hasConfig ? TrainingConfig.ReadRun(config) : said;
            bool isOwn = hasConfig && (options.Model, options.ImageSize) == (said.Model, said.ImageSize)
                && (model is not ILatentModel || options.Latent == said.Latent);
            return new TrainedRun(file, fingerprint, model, isOwn ? options : said, isOwn);
        }
        catch
        {
            model.Dispose();
            throw;
        }
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

    /// <summary>Notes how training pictures were varied, if they were: a control of these weights sees the same.</summary>
    internal static void AddAugmentation(IDictionary<string, string> metadata, TrainingOptions options)
    {
        if (options.Augment != Augmentation.None)
        {
            metadata[AugmentKey] = TrainingOptions.Table.Find(AugmentKey)!.Format(options)!;
        }
    }

    /// <summary>What a checkpoint says about the options of its training.</summary>
    internal static TrainingOptions OptionsOf(Checkpoint checkpoint)
    {
        var options = new TrainingOptions();
        string[] network = [.. ModelCatalog.Options.Where(option => !option.IsOfTraining).Select(option => option.Key)];
        foreach (string key in (string[])["image-size", "crop", AugmentKey, .. network])
        {
            if (checkpoint.Metadata.TryGetValue(key.Replace('-', '_'), out string? text))
            {
                options = TrainingOptions.Table.Find(key)!.Set(options, text);
            }
        }

        return options;
    }
}
