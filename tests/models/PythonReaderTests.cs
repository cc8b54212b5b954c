using System.Security.Cryptography;
using System.Text.Json;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;

namespace ILGpuAutoencoders.Tests.Models;

/// <summary>
/// Checkpoints as a reader with nothing but Python's standard library sees them, written after the rules of the format and not after our
/// writer.
/// </summary>
public sealed class PythonReaderTests : IDisposable
{
    private const string Script = """
        import hashlib, json, struct, sys

        SIZES = {'F64': 8, 'I64': 8, 'F32': 4, 'I32': 4, 'F16': 2, 'BF16': 2, 'I16': 2, 'I8': 1, 'U8': 1, 'BOOL': 1}

        def no_duplicates(pairs):
            keys = [key for key, _ in pairs]
            assert len(keys) == len(set(keys)), 'duplicate keys'
            return dict(pairs)

        file = open(sys.argv[1], 'rb').read()
        (length,) = struct.unpack('<Q', file[:8])
        assert length <= 100_000_000 and file[8:9] == b'{', 'header'
        header = json.loads(file[8:8 + length].decode('utf-8'), object_pairs_hook=no_duplicates)
        metadata = header.pop('__metadata__', {})
        assert all(isinstance(value, str) for value in metadata.values()), 'metadata'
        data, end, tensors = file[8 + length:], 0, {}
        for name, tensor in sorted(header.items(), key=lambda item: item[1]['data_offsets']):
            start, stop = tensor['data_offsets']
            count = 1
            for side in tensor['shape']:
                count *= side
            assert start == end and stop - start == count * SIZES[tensor['dtype']], name
            end = stop
            tensors[name] = [tensor['dtype'], tensor['shape'], hashlib.sha256(data[start:stop]).hexdigest()]
        assert end == len(data), 'trailing bytes'
        print(json.dumps({'metadata': metadata, 'tensors': tensors}))
        """;

    private readonly SimdDevice _device = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Families => [.. ModelCatalog.Names];

    public void Dispose()
    {
        _device.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Every_tensor_of_every_family_has_the_same_bits(string family)
    {
        string file = Path.Combine(_folder, "model.safetensors");
        using var model = Autoencoder.Create(_device, new TrainingOptions { Model = family, ImageSize = 16, Latent = 8 }.Network, seed: 3);
        model.Save(file, new Dictionary<string, string> { ["note"] = "ü \"quoted\"" });

        using var seen = JsonDocument.Parse(await DebianPython.Run("json", Script, file));

        var own = Checkpoint.Read(file);
        Assert.Equal("ü \"quoted\"", seen.RootElement.GetProperty("metadata").GetProperty("note").GetString());
        var tensors = seen.RootElement.GetProperty("tensors");
        Assert.Equal(own.Tensors.Keys, tensors.EnumerateObject().Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        foreach (var (name, tensor) in own.Tensors)
        {
            var theirs = tensors.GetProperty(name);
            Assert.Equal(tensor.Type == ElementType.Int64 ? "I64" : "F32", theirs[0].GetString());
            Assert.Equal(tensor.Shape, theirs[1].EnumerateArray().Select(side => side.GetInt64()));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(tensor.Bytes)), theirs[2].GetString());
        }
    }
}
