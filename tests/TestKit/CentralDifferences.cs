namespace ILGpuAutoencoders.Tests.TestKit;

/// <summary>
/// Gradients of a row's weighted sum by central differences of the double reference. Small inputs are checked element by
/// element; of large ones a fixed sample, and directions over all elements.
/// </summary>
public static class CentralDifferences
{
    private const int MostElements = 64, Directions = 2, ElementsOfLargeRow = 4;
    private const double Step = 1e-5;

    public static void Check(OpCase row, OpRun run)
    {
        var inputs = row.MakeInputs().Select((v, i) => DoubleTensor.FromFloats(row.Inputs[i], v)).ToArray();
        float[] weights = row.OutputWeights(run.Output.Length);
        for (int i = 0; i < inputs.Length; i++)
        {
            int count = inputs[i].Values.Length;
            Assert.True(count == run.Gradients[i].Length,
                $"{row.Name}: the gradient of input {i} has {run.Gradients[i].Length} values instead of {count}.");
            var random = new Random(count + i);
            int elements = row.OnSimulator ? MostElements : ElementsOfLargeRow;
            int[] sample = count <= elements ? [.. Enumerable.Range(0, count)]
                : [0, count - 1, .. Enumerable.Range(0, elements - 2).Select(_ => random.Next(count))];
            double[] expected = [.. sample.Select(e => Difference(i, (x, h) => x[e] += h))];
            Closeness.MustBeClose($"{row.Name}: gradient of input {i} at [{string.Join(",", sample.Take(8))}...]", expected,
                [.. sample.Select(e => run.Gradients[i][e])], row.GradientTolerance, row.LeastGradientScale);
            for (int d = 0; count > elements && d < Directions; d++)
            {
                double[] direction = [.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 0 ? -1.0 : 1.0)];
                double along = run.Gradients[i].Select((g, e) => g * direction[e]).Sum();
                double norm = Math.Sqrt(run.Gradients[i].Sum(g => (double)g * g));
                double difference = Difference(i, (x, h) =>
                {
                    for (int e = 0; e < count; e++)
                    {
                        x[e] += h * direction[e];
                    }
                });
                Assert.True(
                    Math.Abs(
                        along - difference) <= row.GradientTolerance * Math.Max(
                            Math.Max(norm, row.LeastGradientScale), Math.Abs(difference)),
                                $"{row.Name}: along direction {d} of input {i} the gradient is {along:G9} instead of {difference:G9}.");
            }
        }

        double Difference(int input, Action<double[], double> move) => (Loss(input, move, Step) - Loss(input, move, -Step)) / (2 * Step);

        double Loss(int input, Action<double[], double> move, double h)
        {
            var moved = new DoubleTensor(inputs[input].Shape, [.. inputs[input].Values]);
            move(moved.Values, h);
            var y = row.Reference([.. inputs.Select((x, i) => i == input ? moved : x)]);
            return y.Values.Select((v, i) => v * weights[i]).Sum();
        }
    }
}
