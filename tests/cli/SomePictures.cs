using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Tests.Data;

namespace ILGpuAutoencoders.Tests.Cli;

internal static class SomePictures
{
    /// <summary>Writes pictures of 16x16 into two folders.</summary>
    /// <returns>The files in the order in which a command takes them.</returns>
    internal static string[] Write(string folder, int count)
    {
        string[] files = [.. Enumerable.Range(0, count).Select(i => Path.Combine(folder, $"{2 * i / count}", $"{i:D4}.png"))];
        foreach (string file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            PixelCodec.SavePng(DrawnPictures.Random(16, 16, Array.IndexOf(files, file)), file);
        }

        return files;
    }
}
