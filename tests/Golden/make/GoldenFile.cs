using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace ILGpuAutoencoders.Golden;

/// <summary>Named arrays as JSON: {"name": {"shape": [2, 3], "values": [...]}, ...}, in the shapes and layouts of PyTorch.</summary>
internal sealed class GoldenFile
{
    private readonly List<string> _entries = [];

    internal GoldenFile Add(string name, Tensor tensor)
    {
        using var flat = tensor.detach().contiguous().flatten();
        return Add(name, tensor.shape, flat.data<float>().ToArray());
    }

    internal GoldenFile Add(string name, long[] shape, IEnumerable<float> values)
    {
        string numbers = string.Join(",", values.Select(v => v.ToString("G9", CultureInfo.InvariantCulture)));
        _entries.Add($"  \"{name}\": {{\"shape\": [{string.Join(", ", shape)}], \"values\": [{numbers}]}}");
        return this;
    }

    internal void Save(string path) =>
        File.WriteAllText(path, new StringBuilder("{\n").AppendJoin(",\n", _entries).Append("\n}\n").ToString());
}
