namespace ILGpuAutoencoders.Engine.Checkpoints;

/// <summary>Weight files that people mistake for safetensors, recognised by their first bytes.</summary>
internal static class ForeignFile
{
    private const byte Pickle = 0x80;

    /// <summary>What a file is, and how to convert it to safetensors; null if it is none of these.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">Its name.</param>
    internal static string? Describe(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[4];
        stream.Position = 0;
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith("PK"u8) || (start.Length > 1 && start[0] == Pickle && start[1] < 8))
        {
            return "is a Python pickle, such as torch.save writes; pickles can run code and are not opened; save its state_dict with "
                + "safetensors.torch.save_file";
        }

        // ModelProto begins with ir_version, field 1, a small number; producer_name or a later field follows.
        bool isOnnx = Path.GetExtension(name).Equals(".onnx", StringComparison.OrdinalIgnoreCase)
            || (start.Length == 4 && start[0] == 0x08 && start[1] < 32 && start[2] is 0x12 or 0x1A or 0x22 or 0x3A or 0x42);
        return isOnnx
            ? "is an ONNX graph, not a safetensors file; import it with the name of its model, or give the checkpoint that it was "
                + "exported from"
            : start.Length == 4 && start[1..].SequenceEqual("HDF"u8)
            ? "is an HDF5 file, such as Keras writes; save its weights as safetensors under PyTorch's names"
            : null;
    }
}
