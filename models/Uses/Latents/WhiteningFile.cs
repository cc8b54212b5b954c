using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Inference;

namespace ILGpuAutoencoders.Models.Uses.Latents;

/// <summary>The spaces of a model in a file beside it, which is made from the training pictures where it is missing.</summary>
internal static class WhiteningFile
{
    private const string Name = "whitening", Advice = "remove it to have it made again";
    private const string VersionKey = "whitening_version", Version = "1", MeanKey = "latent_mean";

    private static readonly LatentSpace[] s_spaces = [LatentSpace.Whitened, LatentSpace.Classes];

    /// <summary>A space of a run that is open.</summary>
    /// <param name="run">The run.</param>
    /// <param name="space">Which; null for the best there is: of classes, else whitened, else raw, with a warning.</param>
    /// <param name="observer">Receives loading progress and warnings; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Null for the raw space.</returns>
    /// <exception cref="ConfigurationException">The run has no such space, or it cannot be made.</exception>
    internal static Whitening? Open(LatentRun run, LatentSpace? space, ITaskObserver? observer, CancellationToken cancellation)
    {
        if (space == LatentSpace.Raw)
        {
            return null;
        }

        var (held, problem) = ReadOrMake(run, observer, cancellation);
        if (held.Count == 0)
        {
            return space is null
                ? Raw(problem, observer)
                : throw new ConfigurationException("space", $"{problem} use raw.");
        }

        return space is null ? held[^1]
            : held.FirstOrDefault(each => each.Space == space) ?? throw new ConfigurationException(
                "space", $"the training pictures of '{run.Run.Checkpoint}' do not lie in folders of classes, two of them or more; use "
                    + "whitened.");
    }

    /// <summary>
    /// Those that lie beside a model; none if there is no file, or one that cannot be used, of which the observer is told.
    /// </summary>
    internal static IReadOnlyList<Whitening> Read(LatentRun run, ITaskObserver? observer)
    {
        if (!File.Exists(ModelSidecar.PathOf(run.Run.Checkpoint, Name)))
        {
            return [];
        }

        try
        {
            return From(ModelSidecar.Read(run.Run, Name, Advice), run);
        }
        catch (CheckpointException error)
        {
            observer?.Warned(error.Message);
            return [];
        }
    }

    private static (IReadOnlyList<Whitening> Held, string Problem) ReadOrMake(
        LatentRun run, ITaskObserver? observer, CancellationToken cancellation)
    {
        if (Read(run, observer) is { Count: > 0 } held)
        {
            return (held, "");
        }

        if (run.Latent > Whitening.MostNumbers)
        {
            return ([], $"vectors of {run.Latent} numbers are too long to be whitened, the most being {Whitening.MostNumbers};");
        }

        if (!run.Run.KnowsPictures)
        {
            return ([], $"'{run.Run.Checkpoint}' does not say which pictures it was trained on, so nothing is whitened;");
        }

        if (Evaluator.OwnTrain(run.Run, observer, cancellation) is not { Count: > 1 } train)
        {
            return ([], $"the pictures that '{run.Run.Checkpoint}' was trained on are missing, so nothing is whitened;");
        }

        held = Whitening.Fit(train, run.Latent, Whitening.IsMirrored(run.Run.Options), run.EncodeMany, cancellation);
        try
        {
            Write(held, run.Run);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            observer?.Warned($"The whitening cannot be stored beside the model and is made each time ({error.Message})");
        }

        return (held, "");
    }

    private static Whitening? Raw(string problem, ITaskObserver? observer)
    {
        observer?.Warned($"Latent vectors are compared as they are: {problem.TrimEnd(';')}.");
        return null;
    }

    private static void Write(IReadOnlyList<Whitening> held, TrainedRun run)
    {
        var file = new Checkpoint();
        file.Metadata[VersionKey] = Version;
        int length = held[0].Mean.Length;
        file.Tensors[MeanKey] = CheckpointTensor.FromFloats([length], held[0].Mean);
        foreach (var space in held)
        {
            file.Tensors[KeyOf(space.Space)] = CheckpointTensor.FromFloats([length, length], space.MapRows);
        }

        ModelSidecar.Write(file, run, Name);
    }

    private static List<Whitening> From(Checkpoint file, LatentRun run)
    {
        string path = ModelSidecar.PathOf(run.Run.Checkpoint, Name);
        if (!file.Metadata.TryGetValue(VersionKey, out string? version) || version != Version)
        {
            throw new CheckpointException(
                $"'{path}' has whitening version {version ?? "none"}, and this version reads {Version}; {Advice}.");
        }

        float[]? Get(string key, long count) => file.Tensors.TryGetValue(key, out var tensor)
            ? tensor.Count == count && tensor.ToFloats() is var values && !values.AsSpan().ContainsAnyExceptInRange(-1e18f, 1e18f)
                ? values
                : throw new CheckpointException($"'{path}' holds a {key} that no pictures of this model give; {Advice}.")
            : null;
        float[] mean = Get(MeanKey, run.Latent)
            ?? throw new CheckpointException($"'{path}' has no {MeanKey}; {Advice}.");
        return [.. s_spaces.Select(space => (Space: space, Map: Get(KeyOf(space), (long)run.Latent * run.Latent)))
            .Where(each => each.Map is not null).Select(each => new Whitening(each.Space, mean, each.Map!))];
    }

    private static string KeyOf(LatentSpace space) => LatentSpaces.All.Format(space)!;
}
