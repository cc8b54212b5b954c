namespace ILGpuAutoencoders.Engine.Ops.Convolution;

/// <summary>
/// A convolution along the rows or the columns of a picture: output o sees the inputs o · Stride - Padding + k for k below Kernel,
/// zeros outside.
/// </summary>
/// <param name="In">Inputs, on the image side.</param>
/// <param name="Out">Outputs, on the patch side.</param>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">Inputs from one output to the next.</param>
/// <param name="Padding">Zeros before the first input.</param>
internal readonly record struct Axis(int In, int Out, int Kernel, int Stride, int Padding)
{
    /// <summary>Inputs that the outputs see together, zeros included.</summary>
    internal int Reach => ((Out - 1) * Stride) + Kernel;

    /// <summary>From the image side of a convolution; without outputs where the kernel does not fit into the padded picture.</summary>
    internal static Axis OfImage(int side, int kernel, int stride, int padding)
    {
        int room = side + (2 * padding) - kernel;
        return new(In: side, Out: room < 0 ? 0 : (room / stride) + 1, kernel, stride, padding);
    }

    /// <summary>From the patch side, as a transposed convolution has it.</summary>
    internal static Axis OfPatches(int side, int kernel, int stride, int padding) =>
        new(In: ((side - 1) * stride) - (2 * padding) + kernel, Out: side, kernel, stride, padding);
}
