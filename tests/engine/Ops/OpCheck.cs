using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Tests.Ops;

/// <summary>An operand: a shape and its values.</summary>
internal sealed record Operand(Shape Shape, float[] Values)
{
    /// <summary>Uniform values in [low, high), a function of the seed and the position.</summary>
    internal static Operand Uniform(uint seed, Shape shape, float low = -1, float high = 1) =>
        new(shape,
            [.. Enumerable.Range(0, shape.Count).Select(
                i => low + ((high - low) * Philox.ToUnit(Philox.Generate((uint)i, 0, 0, 0, seed, 7).X)))]);

    internal double[] Doubles => [.. Values.Select(v => (double)v)];
}

/// <summary>The result of an operation and the gradients of Σ weight · result by its operands.</summary>
internal sealed record OpResult(float[] Output, float[][] Gradients);

/// <summary>Asks an operation the questions that every operation must answer.</summary>
internal static class OpCheck
{
    private static readonly Lock s_simulatorLock = new();
    private static readonly SimtDevice s_simulator = SimtDevice.Simulator();

    /// <summary>
    /// Simd against the reference, gradients against central differences, 1 against 3 threads and the simulator against Simd.
    /// </summary>
    internal static void All(
        Func<Tensor[], Tensor> op, Func<double[][], double[]> reference, Operand[] operands, double tolerance = 2e-5,
        double gradientTolerance = 2e-4, bool simulate = true)
    {
        var one = OnCpu(1, op, operands);
        Close(reference([.. operands.Select(o => o.Doubles)]), one.Output, tolerance);
        for (int i = 0; i < operands.Length; i++)
        {
            Close(Differences(reference, operands, i), one.Gradients[i], gradientTolerance);
        }

        SameBits(one, OnCpu(3, op, operands));
        if (simulate)
        {
            var simulated = OnSimulator(op, operands);
            Close([.. one.Output.Select(v => (double)v)], simulated.Output, tolerance);
            for (int i = 0; i < operands.Length; i++)
            {
                Close([.. one.Gradients[i].Select(v => (double)v)], simulated.Gradients[i], tolerance);
            }
        }
    }

    internal static OpResult OnCpu(int threads, Func<Tensor[], Tensor> op, params Operand[] operands)
    {
        using var device = new SimdDevice(threads);
        return Run(device, op, operands);
    }

    internal static OpResult OnSimulator(Func<Tensor[], Tensor> op, params Operand[] operands) =>
        WithSimulator(device => Run(device, op, operands));

    internal static T WithSimulator<T>(Func<SimtDevice, T> use)
    {
        lock (s_simulatorLock)
        {
            return use(s_simulator);
        }
    }

    internal static OpResult Run(ComputeDevice device, Func<Tensor[], Tensor> op, params Operand[] operands)
    {
        using var scope = device.OpenScope();
        Tensor[] tensors = [.. operands.Select(o => Tensor.FromArray(device, o.Shape, o.Values).WithGradient())];
        var y = op(tensors);
        float[] output = y.ToArray();
        y.Multiply(Tensor.FromArray(device, y.Shape, Weights(y.Shape).Values)).Sum().Backward();
        return new OpResult(output, [.. tensors.Select(t => t.Gradient?.ToArray() ?? [])]);
    }

    internal static void SameBits(OpResult expected, OpResult actual)
    {
        Assert.Equal(Bits(expected.Output), Bits(actual.Output));
        Assert.Equal(expected.Gradients.Select(Bits), actual.Gradients.Select(Bits));

        static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
    }

    internal static void Close(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + Math.Abs(expected[i])),
                $"element {i} of {expected.Length}: expected {expected[i]:R}, got {actual[i]:R}");
        }
    }

    private static Operand Weights(Shape shape) => Operand.Uniform(99, shape, 0.5f, 1.5f);

    private static double[] Differences(Func<double[][], double[]> reference, Operand[] operands, int index)
    {
        const double Step = 1e-5;
        double[][] values = [.. operands.Select(o => o.Doubles)];
        double[] gradient = new double[values[index].Length];
        double[]? weights = null;
        for (int i = 0; i < gradient.Length; i++)
        {
            double at = values[index][i];
            values[index][i] = at + Step;
            double above = Loss();
            values[index][i] = at - Step;
            gradient[i] = (above - Loss()) / (2 * Step);
            values[index][i] = at;
        }

        return gradient;

        double Loss()
        {
            double[] y = reference(values);
            weights ??= Weights([y.Length]).Doubles;
            double sum = 0;
            for (int i = 0; i < y.Length; i++)
            {
                sum += y[i] * weights[i];
            }

            return sum;
        }
    }
}
