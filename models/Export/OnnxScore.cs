using ILGpuAutoencoders.Models.Uses.Anomaly;
using static ILGpuAutoencoders.Engine.OperatorAttribute;

namespace ILGpuAutoencoders.Models.Export;

/// <summary>The anomaly score of each picture as a part of a graph: what <see cref="AnomalyScorer"/> computes in double, in float32.</summary>
/// <param name="graph">The graph.</param>
/// <param name="size">Side of the pictures in pixels.</param>
/// <param name="calibration">Which score, and what normal pictures are like.</param>
internal sealed class OnnxScore(OnnxGraph graph, int size, AnomalyCalibration calibration)
{
    private readonly AnomalyReference _reference = calibration.Reference;
    private string _picture = "", _output = "", _latent = "";

    /// <summary>Adds it.</summary>
    /// <param name="picture">[N, 3, S, S].</param>
    /// <param name="output">Its reconstruction.</param>
    /// <param name="latent">[N, L].</param>
    /// <returns>[N].</returns>
    /// <exception cref="ConfigurationException">The score has no such form.</exception>
    internal string Add(string picture, string output, string latent)
    {
        (_picture, _output, _latent) = (picture, graph.Add("Clip", [output, Scalar(0), Scalar(1)]), latent);
        return graph.Add("Reshape", [Of(calibration.Score), graph.Constant(-1)]);
    }

    private string Of(string score) => score switch
    {
        AnomalyScores.Mse => MeanSquare(Flat(Error)),
        AnomalyScores.Mae => Mean(graph.Add("Abs", [Flat(Error)])),
        AnomalyScores.Ssim => graph.Add("Sub", [Scalar(1), Mean(Flat(new OnnxSsim(graph, size).Add(_picture, _output)))]),
        AnomalyScores.Relative => Relative(),
        AnomalyScores.Mahalanobis => graph.Add("ReduceL2", [graph.Add("Gemm", [Difference(_latent, _reference.LatentMean), Rows(_reference.InverseFactor(), _reference.LatentMean.Length)], Integer("transB", 1))], Integers("axes", 1)),
        AnomalyScores.Template => Template(),
        AnomalyScores.MeanImage => MeanSquare(Difference(Flat(_picture), _reference.Mean)),
        AnomalyScores.Pca => Components(),
        AnomalyScores.Combined => graph.Add("Add", [Deviations(AnomalyScores.Relative), Deviations(AnomalyScores.Template)]),
        _ => throw new ConfigurationException("with-score", $"the score '{score}' has no form in ONNX; calibrate the run with another."),
    };

    private string Error => graph.Add("Sub", [_output, _picture]);

    private string Relative()
    {
        string deviation = Moments().Deviation;
        return graph.Add("Div", [MeanSquare(Flat(Error)), graph.Add("Mul", [deviation, deviation])]);
    }

    private string Template()
    {
        var (centred, deviation) = Moments();
        return MeanSquare(Difference(graph.Add("Div", [centred, deviation]), _reference.Standardised));
    }

    /// <summary>What the components leave of a picture: computed from the rest itself, since the difference of two large sums cancels in float32.</summary>
    private string Components()
    {
        string centred = Difference(Flat(_picture), _reference.Mean), rows = Rows([.. _reference.Components.SelectMany(row => row)], _reference.Mean.Length);
        string along = graph.Add("Gemm", [centred, rows], Integer("transB", 1));
        return MeanSquare(graph.Add("Sub", [centred, graph.Add("MatMul", [along, rows])]));
    }

    /// <summary>A picture's values less their mean, and their deviation.</summary>
    private (string Centred, string Deviation) Moments()
    {
        string values = Flat(_picture), centred = graph.Add("Sub", [values, Mean(values)]);
        return (centred, graph.Add("Max", [graph.Add("Sqrt", [MeanSquare(centred)]), Scalar(AnomalyReference.FlatDeviation)]));
    }

    private string Deviations(string score)
    {
        var (mean, deviation) = calibration.Logarithms[score];
        string logarithm = graph.Add("Log", [graph.Add("Max", [Of(score), Scalar(AnomalyCalibration.SmallestScore)])]);
        return graph.Add("Div", [graph.Add("Sub", [logarithm, Scalar(mean)]), Scalar(deviation)]);
    }

    /// <summary>[N, 3, S, S] to [N, S·S·3], the engine's order, which the reference is in.</summary>
    private string Flat(string pictures) => graph.Add("Reshape", [graph.Add("Transpose", [pictures], Integers("perm", 0, 2, 3, 1)), graph.Constant(0, -1)]);

    private string Mean(string rows) => graph.Add("ReduceMean", [rows], Integers("axes", 1));

    private string MeanSquare(string rows) => Mean(graph.Add("Mul", [rows, rows]));

    private string Difference(string rows, double[] row) => graph.Add("Sub", [rows, Rows(row, row.Length)]);

    private string Rows(double[] values, int columns) => graph.Constant(Array.ConvertAll(values, x => (float)x), values.Length / columns, columns);

    private string Scalar(double value) => graph.Constant([(float)value]);
}
