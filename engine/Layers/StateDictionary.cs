namespace ILGpuAutoencoders.Engine;

/// <summary>Moves parameters between a device and a checkpoint, by PyTorch's names and in PyTorch's layouts.</summary>
public static class StateDictionary
{
    extension(Checkpoint checkpoint)
    {
        /// <summary>Adds the values of parameters under their names.</summary>
        /// <param name="parameters">Parameters that have memory.</param>
        public void AddParameters(IEnumerable<Parameter> parameters)
        {
            ArgumentNullException.ThrowIfNull(checkpoint);
            ArgumentNullException.ThrowIfNull(parameters);
            foreach (var parameter in parameters)
            {
                checkpoint.AddLikeParameter(parameter.Name, parameter, parameter.Value.Storage);
            }
        }

        /// <summary>
        /// Sets parameters to the values under their names. A missing count becomes 0, as in PyTorch: other programs leave it out.
        /// </summary>
        /// <param name="parameters">Parameters that have memory; each must be in the checkpoint, with its shape.</param>
        /// <param name="source">What errors call the checkpoint: its path.</param>
        /// <exception cref="CheckpointException">A tensor is missing or has another shape; nothing is changed then.</exception>
        public void LoadParameters(IReadOnlyList<Parameter> parameters, string source)
        {
            checkpoint.RequireParameters(parameters, source);
            foreach (var parameter in parameters)
            {
                checkpoint.LoadLikeParameter(parameter.Name, parameter, parameter.Value.Storage, source);
            }
        }

        /// <summary>Whether <see cref="LoadParameters"/> will find what it needs: asked before parameters get memory.</summary>
        /// <param name="parameters">With or without memory.</param>
        /// <param name="source">What errors call the checkpoint: its path.</param>
        /// <exception cref="CheckpointException">A tensor is missing or has another shape.</exception>
        public void RequireParameters(IReadOnlyList<Parameter> parameters, string source)
        {
            ArgumentNullException.ThrowIfNull(checkpoint);
            ArgumentNullException.ThrowIfNull(parameters);
            foreach (var parameter in parameters)
            {
                checkpoint.Find(parameter.Name, parameter, source);
            }
        }

        /// <summary>Adds a run of floats that is laid out as a parameter is in the engine, such as a moment.</summary>
        internal void AddLikeParameter(string name, Parameter parameter, Storage values)
        {
            float[] engine = new float[parameter.Count];
            float[] file = new float[parameter.Count];
            values.Device.Download(values, engine.AsSpan());
            parameter.Layout.ToFile(engine, file);
            long[] dimensions = Dimensions(parameter);
            checkpoint.Tensors[name] = parameter.IsCount
                ? CheckpointTensor.FromInt64s(dimensions, Array.ConvertAll(file, x => (long)x))
                : CheckpointTensor.FromFloats(dimensions, file);
        }

        internal void LoadLikeParameter(string name, Parameter parameter, Storage values, string source)
        {
            float[] engine = new float[parameter.Count];
            parameter.Layout.ToEngine(checkpoint.Find(name, parameter, source).ToFloats(), engine);
            values.Device.Upload<float>(engine, values);
        }

        private CheckpointTensor Find(string name, Parameter parameter, string source)
        {
            if (!checkpoint.Tensors.TryGetValue(name, out var tensor))
            {
                return parameter.IsCount ? CheckpointTensor.FromInt64s(Dimensions(parameter), new long[parameter.Count])
                    : throw new CheckpointException(
                        $"Checkpoint: {source} has no tensor {name} of {parameter.Layout.Dimensions}; it belongs to another model, or is "
                        + "incomplete.");
            }

            return tensor.Shape.SequenceEqual(Dimensions(parameter))
                ? tensor
                : throw new CheckpointException(
                    $"Checkpoint: {name} in {source} is [{string.Join(", ", tensor.Shape)}], and the model expects "
                    + $"{parameter.Layout.Dimensions}; it belongs to another model, picture size or latent size.");
        }
    }

    private static long[] Dimensions(Parameter parameter)
    {
        long[] dimensions = new long[parameter.Layout.Dimensions.Rank];
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = parameter.Layout.Dimensions[i];
        }

        return dimensions;
    }
}
