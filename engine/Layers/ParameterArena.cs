using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Losses;

namespace ILGpuAutoencoders.Engine;

/// <summary>
/// The memory of a model's parameters on one device: one run of floats for all trainable values, one for their gradients and
/// one for the buffers, so that an optimiser step, a norm or a copy is one pass over one run.
/// </summary>
public sealed class ParameterArena : IDisposable
{
    private readonly Slot[] _trainable;
    private readonly Slot[] _buffers;

    /// <summary>Gives memory and starting values to parameters.</summary>
    /// <param name="device">Where they live.</param>
    /// <param name="parameters">All parameters of a model, each once, in the order of its state dictionary.</param>
    /// <param name="seed">The same seed gives the same values on every device.</param>
    public ParameterArena(ComputeDevice device, IReadOnlyList<Parameter> parameters, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(parameters);
        Device = device;
        Parameters = parameters;
        (_trainable, int length) = Lay(parameters.Where(p => p.IsTrainable));
        (_buffers, int bufferLength) = Lay(parameters.Where(p => !p.IsTrainable));
        Values = device.AllocatePersistent(length);
        Gradients = device.AllocatePersistent(length);
        Buffers = device.AllocatePersistent(bufferLength);
        device.Run(new Fill(Gradients, 0, length));
        foreach (var (parameter, offset) in _trainable)
        {
            var value = new Tensor(parameter.Shape, Values.Slice(offset, parameter.Count)).WithGradient();
            value.GradientSlot = new Tensor(parameter.Shape, Gradients.Slice(offset, parameter.Count));
            parameter.Bind(value);
        }

        foreach (var (parameter, offset) in _buffers)
        {
            parameter.Bind(new Tensor(parameter.Shape, Buffers.Slice(offset, parameter.Count)));
        }

        Initialize(seed);
    }

    /// <summary>A parameter and where it starts in its run, in words: a multiple of 64. The words between parameters are zero.</summary>
    /// <param name="Parameter">The parameter.</param>
    /// <param name="Offset">Its first word.</param>
    internal readonly record struct Slot(Parameter Parameter, int Offset);

    /// <summary>Where the parameters live.</summary>
    public ComputeDevice Device { get; }

    /// <summary>All parameters, in the order of the state dictionary.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>
    /// Where each trainable parameter is within <see cref="Values"/>, <see cref="Gradients"/> and an optimiser's moments.
    /// </summary>
    internal IReadOnlyList<Slot> Trainable => _trainable;

    /// <summary>The trainable values, one run.</summary>
    internal Storage Values { get; }

    /// <summary>Their gradients, laid out like the values.</summary>
    internal Storage Gradients { get; }

    /// <summary>The buffers, one run.</summary>
    internal Storage Buffers { get; }

    /// <summary>Sets all parameters to starting values.</summary>
    /// <param name="seed">The same seed gives the same values on every device.</param>
    internal void Initialize(ulong seed)
    {
        if (!Device.HoldsValues)
        {
            return;
        }

        var streams =
            Parameters.Select((parameter, i) => (parameter, stream: new RandomStream(seed, RandomPurpose.Initialization, item: (uint)i)))
                .ToDictionary();
        Upload(_trainable, Values, streams);
        Upload(_buffers, Buffers, streams);
    }

    /// <summary>All values and all buffers, each as one run with the words between parameters.</summary>
    public float[][] ToArrays() => [.. new[] { Values, Buffers }.Select(run =>
    {
        float[] words = new float[run.Length];
        Device.Download<float>(run, words);
        return words;
    })];

    /// <summary>Sets values and buffers to what <see cref="ToArrays"/> gave on an arena of the same parameters.</summary>
    /// <param name="runs">The two runs.</param>
    public void SetFrom(float[][] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Device.Upload<float>(runs[0], Values);
        Device.Upload<float>(runs[1], Buffers);
    }

    /// <summary>Clears the gradients of the last step; call it before each forward pass of training.</summary>
    public void BeginStep()
    {
        foreach (var (parameter, _) in _trainable)
        {
            parameter.Value.Gradient = null;
        }
    }

    /// <summary>Zeroes the gradients of parameters that the last backward pass did not reach; optimisers do so before they step.</summary>
    internal void ZeroMissingGradients()
    {
        foreach (var (parameter, _) in _trainable)
        {
            if (parameter.Value.Gradient is null)
            {
                parameter.Value.Gradient = parameter.Value.GradientSlot;
                Device.Run(new Fill(parameter.Value.GradientSlot!.Storage, 0, parameter.Count));
            }
        }
    }

    /// <summary>The gradients in <see cref="Gradients"/> are those of the step, whether or not a backward pass left them there.</summary>
    internal void KeepGradients()
    {
        foreach (var (parameter, _) in _trainable)
        {
            parameter.Value.Gradient = parameter.Value.GradientSlot;
        }
    }

    /// <summary>
    /// The first trainable parameter whose gradient holds NaN or infinity; null if all are finite. It waits for the device.
    /// </summary>
    public Parameter? FirstBadGradient() => FirstBad(_trainable, Gradients);

    /// <summary>The first parameter or buffer that holds NaN or infinity; null if all are finite. It waits for the device.</summary>
    public Parameter? FirstBadValue() => FirstBad(_trainable, Values) ?? FirstBad(_buffers, Buffers);

    /// <summary>Frees the memory; the parameters can then be put into another arena.</summary>
    public void Dispose()
    {
        foreach (var parameter in Parameters)
        {
            parameter.Bind(null);
        }

        Device.Free(Values);
        Device.Free(Gradients);
        Device.Free(Buffers);
    }

    private Parameter? FirstBad(Slot[] slots, Storage run)
    {
        if (run.Length == 0)
        {
            return null;
        }

        Span<float> sum = stackalloc float[1];
        var total = Device.Allocate(1);
        SquareSum.Run(run, total);
        Device.Download(total, sum);
        Device.Free(total);
        if (float.IsFinite(sum[0]))
        {
            return null;
        }

        // The square of a large finite number is infinite too, so look at the numbers themselves.
        float[] values = new float[run.Length];
        Device.Download<float>(run, values);
        return slots.FirstOrDefault(
            slot => values.AsSpan(slot.Offset, slot.Parameter.Count).ContainsAnyExceptInRange(float.MinValue, float.MaxValue)).Parameter;
    }

    private static (Slot[] Slots, int Length) Lay(IEnumerable<Parameter> parameters)
    {
        var slots = new List<Slot>();
        long length = 0;
        foreach (var parameter in parameters)
        {
            slots.Add(new Slot(parameter, checked((int)length)));
            length += (parameter.Count + (long)StoragePool.AlignmentInWords - 1) / StoragePool.AlignmentInWords
                * StoragePool.AlignmentInWords;
        }

        return length <= int.MaxValue
            ? ([.. slots], (int)length)
            : throw new ArgumentException(
                $"ParameterArena: {length} values are more than {int.MaxValue}; use a smaller picture or latent size.", nameof(parameters));
    }

    private static void Upload(Slot[] slots, Storage run, Dictionary<Parameter, RandomStream> streams)
    {
        int largest = slots.Select(slot => slot.Parameter.Count).DefaultIfEmpty().Max();
        using HostBuffer file = new(largest), engine = new(largest);
        run.Device.Run(new Fill(run, 0, run.Length));
        foreach (var (parameter, offset) in slots)
        {
            // Drawn in the file's order, so that a seed gives the same weights whatever the engine's layout.
            Span<float> drawn = file.First(parameter.Count), values = engine.First(parameter.Count);
            parameter.Initialization.Fill(drawn, streams[parameter]);
            parameter.Layout.ToEngine(drawn, values);
            run.Device.Upload<float>(values, run.Slice(offset, parameter.Count));
        }
    }
}
