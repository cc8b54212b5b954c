using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;
using ILGpuAutoencoders.Tests.TestKit;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Tensor = ILGpuAutoencoders.Engine.Tensor;

namespace ILGpuAutoencoders.Tests.Models.Export;

/// <summary>An ONNX file in Microsoft's runtime, and models with weights that are not those of a start.</summary>
internal sealed class OnnxSession(string path) : IDisposable
{
    private readonly InferenceSession _session = new(
        path, new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR });

    internal IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    internal IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    internal IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>All outputs by name, of the one input.</summary>
    internal Dictionary<string, float[]> Run<T>(T[] values, params int[] shape)
    {
        using var results = _session.Run([NamedOnnxValue.CreateFromTensor(Inputs.Keys.Single(), new DenseTensor<T>(values, shape))]);
        return results.ToDictionary(result => result.Name, result => result.AsTensor<float>().ToArray());
    }

    public void Dispose() => _session.Dispose();

    /// <summary>
    /// A model whose every parameter is drawn by name, running statistics too: what starts as 0 or 1 would hide that it is left out.
    /// </summary>
    internal static Autoencoder Model(ComputeDevice device, AutoencoderOptions options)
    {
        var model = Autoencoder.Create(device, options);
        var checkpoint = model.ToCheckpoint();
        foreach (var (name, tensor) in checkpoint.Tensors.Where(entry => entry.Value.Type == ElementType.Float32).ToArray())
        {
            checkpoint.Tensors[name] = CheckpointTensor.FromFloats(tensor.Shape, GoldenNumbers.Trained(name, tensor.Shape));
        }

        model.Load(checkpoint, "drawn");
        return model;
    }

    /// <summary>Pictures [N, H, W, 3] or latent vectors through a part of a model.</summary>
    internal static float[] Through(Func<Tensor, Tensor> part, ComputeDevice device, float[] values, params int[] shape)
    {
        using (Autograd.Pause())
        {
            return part(Tensor.FromArray(device, Shape.Create(shape), values)).ToArray();
        }
    }

    /// <summary>[N, C, H, W] to [N, H, W, C].</summary>
    internal static float[] ToPixels(float[] planes, params int[] shape) => new GoldenArray(shape, planes).Permute(0, 2, 3, 1).Values;
}
