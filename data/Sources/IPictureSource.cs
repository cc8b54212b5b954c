namespace ILGpuAutoencoders.Data;

/// <summary>
/// Pictures from anywhere: a database, an archive, tensors, another decoder. Registered under a name
/// (<see cref="PictureSources.Register"/>) it is data like a folder: for training, evaluation, calibration, and as input of every use.
/// </summary>
public interface IPictureSource
{
    /// <summary>
    /// Which pictures are in which part, in a fixed order. Their paths are names, each of one picture, with '/' between words and none of
    /// them ".."; split.json of a run has them, and a resumed run asks for them by name.
    /// <see cref="DatasetIndex.Split"/> divides pictures that have no parts.
    /// </summary>
    DatasetIndex Index { get; }

    /// <summary>
    /// Tells this state of the pictures from others, so that their pixels can be kept on disk from one run to the next; null, the default,
    /// where nothing does: then they are read anew, and are all in memory.
    /// </summary>
    string? Version => null;

    /// <summary>Reads a picture at its own size; it is called from several threads at once.</summary>
    /// <param name="picture">One of the index, or of the index that an earlier run had.</param>
    /// <returns>
    /// The picture, or why there is none: a bad picture is named, counted and skipped. An exception ends the work (exit 3).
    /// </returns>
    DecodeResult Read(PictureEntry picture);
}
