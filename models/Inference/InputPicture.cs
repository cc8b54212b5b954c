using ILGpuAutoencoders.Data;

namespace ILGpuAutoencoders.Models.Inference;

/// <summary>A file that was read.</summary>
/// <param name="Picture">What a model takes; null if the file cannot be used.</param>
/// <param name="Problem">Why it cannot, as a phrase; null if it can.</param>
/// <param name="Size">The size that the picture has in the file.</param>
internal readonly record struct InputPicture(Picture? Picture, string? Problem, ImageSize Size)
{
    /// <summary>Decodes a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="training">The options of the model's training.</param>
    /// <param name="frame">How it becomes what the model takes; null to leave it as it is.</param>
    internal static InputPicture Read(string file, TrainingOptions training, PictureFrame? frame)
    {
        var decoded = PictureSources.Read(file, training.MaxPixels);
        return decoded.IsGood
            ? new(frame?.Apply(decoded.Picture) ?? decoded.Picture, null, decoded.Picture.Shape.Size)
            : new(null, decoded.Problem, default);
    }
}
