namespace ILGpuAutoencoders.Data;

/// <summary>A row of an <see cref="ImageGrid"/>.</summary>
/// <param name="Caption">What it is: a line above it.</param>
/// <param name="Pictures">Its pictures from the left.</param>
/// <param name="Notes">Lines below the pictures, none or more, each with a text for every picture.</param>
public sealed record GridRow(string Caption, IReadOnlyList<Picture> Pictures, params IReadOnlyList<IReadOnlyList<string>> Notes);
