namespace ILGpuAutoencoders.Engine;

/// <summary>
/// A tensor that belongs to a layer: a weight that is trained, or a buffer such as a running mean. It can be described before it has
/// memory, which <see cref="ParameterArena"/> gives it.
/// </summary>
/// <param name="name">Its name within the layer, as in PyTorch: weight.</param>
/// <param name="layout">Its shape in a file and in the engine.</param>
/// <param name="initialization">Its starting values.</param>
public sealed class Parameter(string name, FileLayout layout, Initialization initialization)
{
    private Tensor? _value;

    /// <summary>Its name in a state dictionary: encoder.0.weight once its layer is part of a model.</summary>
    public string Name { get; private set; } = name;

    /// <summary>Its shape in the engine.</summary>
    public Shape Shape { get; } = layout.EngineShape;

    /// <summary>Its layout in a file.</summary>
    public FileLayout Layout { get; } = layout;

    /// <summary>Its starting values.</summary>
    public Initialization Initialization { get; } = initialization;

    /// <summary>Whether an optimiser changes it; buffers are not trainable.</summary>
    public bool IsTrainable { get; init; } = true;

    /// <summary>Whether a file stores it as int64: a count, which the device holds as a float.</summary>
    public bool IsCount { get; init; }

    /// <summary>Number of elements.</summary>
    public int Count => Shape.Count;

    /// <summary>Its elements.</summary>
    /// <exception cref="InvalidOperationException">No arena holds it yet.</exception>
    public Tensor Value =>
        _value ?? throw new InvalidOperationException(
            $"Parameter: {Name} has no memory yet; put the model's parameters into a ParameterArena first.");

    /// <summary>Prefixes its name with that of the module that holds it; a module does so once, when it takes the parameter.</summary>
    /// <param name="module">The module's name: encoder.</param>
    public void Qualify(string module) => Name = $"{module}.{Name}";

    internal void Bind(Tensor? value) => _value = value;
}
