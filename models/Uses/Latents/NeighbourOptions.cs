using static ILGpuAutoencoders.Models.NumberRange;
using Row = ILGpuAutoencoders.Models.OptionDescriptor<ILGpuAutoencoders.Models.NeighbourOptions>;

namespace ILGpuAutoencoders.Models;

/// <summary>What is looked for, and where.</summary>
public sealed record NeighbourOptions : PictureOptions
{
    /// <summary>A run folder (its best checkpoint) or a checkpoint file within one.</summary>
    public required string Run { get; init; }

    /// <summary>The pictures whose neighbours to find: files, folders and globs.</summary>
    public required IReadOnlyList<string> Queries { get; init; }

    /// <summary>The folder that is searched, with its subfolders.</summary>
    public required string In { get; init; }

    /// <summary>Neighbours per picture, 1 to 100; 5 unless set.</summary>
    public int Top { get; init; } = 5;

    /// <summary>The grid to write: each picture before its neighbours, nearest first.</summary>
    public required string Out { get; init; }

    /// <summary>Whether retrieval is measured where folders name people; true unless set.</summary>
    public bool Accuracy { get; init; } = true;

    /// <summary>
    /// How vectors are compared; null, the default, for the best there is: by classes where folders of the training pictures name
    /// several, else whitened, or raw where the training pictures are missing.
    /// </summary>
    public LatentSpace? Space { get; init; }

    /// <summary>These options by key.</summary>
    public static new OptionTable<NeighbourOptions> Table { get; } = TableOf(
        new NeighbourOptions { Run = "", Queries = [], In = "", Out = "" },
        Row.Of("top", From(1).To(100), "neighbours per picture", o => o.Top, (o, v) => o with { Top = v }),
        Row.Of("space", LatentSpaces.All, "how vectors are compared: raw ones by distance, those whitened, or within classes, by cosine",
            o => o.Space, (o, v) => o with { Space = v }).Otherwise("classes where folders of training name some, else whitened"));
}

/// <summary>What was found.</summary>
/// <param name="Queries">The pictures and their neighbours.</param>
/// <param name="Grid">The grid; a path.</param>
/// <param name="Accuracy">How often the nearest pictures show the same person; null if folders do not name people, or it was not asked
/// for.</param>
/// <param name="Bad">Pictures that did not decode, with the reason.</param>
public sealed record NeighbourResult(
    IReadOnlyList<NeighbourQuery> Queries, string Grid, RetrievalAccuracy? Accuracy, IReadOnlyList<string> Bad)
{
    /// <summary>How vectors were compared: raw, whitened or classes.</summary>
    public string Space { get; init; } = "raw";
}

/// <summary>A picture and what is nearest to it.</summary>
/// <param name="File">The picture.</param>
/// <param name="Neighbours">Nearest first; never the picture itself.</param>
public sealed record NeighbourQuery(string File, IReadOnlyList<Neighbour> Neighbours);

/// <summary>A picture near another.</summary>
/// <param name="File">The picture.</param>
/// <param name="Folder">The name of its folder: a person, where folders name people.</param>
/// <param name="Distance">Euclidean distance of raw latent vectors, otherwise 1 less the cosine.</param>
public sealed record Neighbour(string File, string Folder, double Distance);

/// <summary>Leave-one-out retrieval of people: each picture of a person who has another is searched for among all others.</summary>
/// <param name="Images">Pictures searched for.</param>
/// <param name="People">People who have at least two pictures.</param>
/// <param name="Chance">The share of right answers that drawing at random gives at top 1.</param>
/// <param name="Latent">By the distance of latent vectors.</param>
/// <param name="Pixels">By the distance of the pictures themselves.</param>
/// <param name="Pca">By the distance of as many principal components as the latent size, fitted to up to 2,000 pictures that the run was
/// trained on, or of the searched ones if those are missing.</param>
/// <param name="PcaComponents">Number of those components.</param>
public sealed record RetrievalAccuracy(
    int Images, int People, double Chance, TopAccuracy Latent, TopAccuracy Pixels, TopAccuracy Pca, int PcaComponents)
{
    /// <summary>By the cosine of latent vectors in other spaces than the raw one, by name; those that the run has.</summary>
    public IReadOnlyDictionary<string, TopAccuracy> LatentSpaces { get; init; } = new Dictionary<string, TopAccuracy>();

    /// <summary>The same of principal components, in spaces fitted likewise.</summary>
    public IReadOnlyDictionary<string, TopAccuracy> PcaSpaces { get; init; } = new Dictionary<string, TopAccuracy>();
}

/// <summary>Shares of pictures whose nearest ones show the same person.</summary>
/// <param name="Top1">The nearest does.</param>
/// <param name="Top5">One of the five nearest does.</param>
public sealed record TopAccuracy(double Top1, double Top5)
{
    /// <summary>The standard error of <see cref="Top1"/>, as of independent queries.</summary>
    public double Top1Error { get; init; }
}
