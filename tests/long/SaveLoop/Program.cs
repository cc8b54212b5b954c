using System.Globalization;
using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.SaveLoop;

/// <summary>save-loop FILE KIB [plain]: saves a checkpoint of so many KiB for ever and says which save is done; plain writes into the file itself, as a control.</summary>
internal static class Program
{
    internal static void Main(string[] args)
    {
        string file = args[0];
        var values = new float[int.Parse(args[1], CultureInfo.InvariantCulture) * 256];
        for (int save = 1; ; save++)
        {
            Array.Fill(values, save);
            var checkpoint = new Checkpoint();
            checkpoint.Tensors["values"] = CheckpointTensor.FromFloats([values.Length], values);
            checkpoint.Metadata["save"] = save.ToString(CultureInfo.InvariantCulture);
            if (args is [_, _, "plain"])
            {
                File.WriteAllBytes(file, checkpoint.ToBytes());
            }
            else
            {
                checkpoint.Write(file);
            }

            Console.WriteLine(save);
        }
    }
}
