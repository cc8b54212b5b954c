using System.Globalization;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.SaveLoop;

/// <summary>
/// save-loop FILE KIB [plain]: saves a checkpoint of so many KiB for ever and says which save is done; plain writes into the file itself,
/// as a control.
/// </summary>
internal static class Program
{
    internal static void Main(string[] args)
    {
        string file = args[0];
        float[] values = new float[int.Parse(args[1], CultureInfo.InvariantCulture) * 256];
        // In memory once: the control then does nothing but write, as it is to be killed while it does.
        byte[]? plain = args is [_, _, "plain"] ? Fill(values, 1).ToBytes() : null;
        for (int save = 1; ; save++)
        {
            if (plain is not null)
            {
                File.WriteAllBytes(file, plain);
            }
            else
            {
                Fill(values, save).Write(file);
            }

            Console.WriteLine(save);
        }
    }

    private static Checkpoint Fill(float[] values, int save)
    {
        Array.Fill(values, save);
        var checkpoint = new Checkpoint();
        checkpoint.Tensors["values"] = CheckpointTensor.FromFloats([values.Length], values);
        checkpoint.Metadata["save"] = save.ToString(CultureInfo.InvariantCulture);
        return checkpoint;
    }
}
