using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Export;
using static ILGpuAutoencoders.Engine.OperatorAttribute;

namespace ILGpuAutoencoders.Models.Uses.Anomaly;

/// <summary>
/// The anomaly score of each picture as a part of a graph, and what the forms of single scores are made of: what
/// <see cref="AnomalyScorer"/> computes in double, in float32.
/// </summary>
/// <param name="calibration">Which score, and what normal pictures look like.</param>
/// <param name="shape">Of the pictures.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class OnnxScore(AnomalyCalibration calibration, PictureShape shape, CancellationToken cancellation) : IGraphScore
{
    private readonly AnomalyReference _reference = calibration.Reference;
    private OnnxGraph _graph = null!;
    private string _picture = "", _output = "", _latent = "";

    public double Threshold => calibration.Threshold;

    /// <summary>Reconstructions less pictures, [N, C, H, W].</summary>
    internal string Error => Add("Sub", _output, _picture);

    /// <summary>Structural similarity at each place, [N, C, H - 10, W - 10].</summary>
    internal string Ssim => new OnnxSsim(_graph, shape).Add(_picture, _output);

    /// <exception cref="ConfigurationException">The score has no such form.</exception>
    public string AddTo(OnnxGraph graph, string pictures, string output, string latent)
    {
        (_graph, _picture, _latent) = (graph, pictures, latent);
        _output = Add("Clip", output, Scalar(0), Scalar(1));
        return Add("Reshape", Of(calibration.Score), graph.Constant(-1));
    }

    /// <summary>Adds an operator without attributes.</summary>
    internal string Add(string op, params IReadOnlyList<string> inputs) => _graph.Add(op, inputs);

    /// <summary>[N, C, H, W] to [N, H·W·C], the engine's order, which the reference is in.</summary>
    internal string Flat(string pictures) =>
        Add("Reshape", _graph.Add("Transpose", [pictures], Integers("perm", 0, 2, 3, 1)), _graph.Constant(0, -1));

    /// <summary>The mean of each row.</summary>
    internal string Mean(string rows) => _graph.Add("ReduceMean", [rows], Integers("axes", 1));

    /// <summary>The mean of the squares of each row.</summary>
    internal string MeanSquare(string rows) => Mean(Add("Mul", rows, rows));

    /// <summary>A constant.</summary>
    internal string Scalar(double value) => _graph.Constant([(float)value]);

    /// <summary>Pictures less the mean picture, [N, H·W·C].</summary>
    internal string LessMeanImage() => Difference(Flat(_picture), _reference.Mean);

    /// <summary>The squared error over the variance of the picture.</summary>
    internal string Relative()
    {
        string deviation = Moments().Deviation;
        return Add("Div", MeanSquare(Flat(Error)), Add("Mul", deviation, deviation));
    }

    /// <summary>The squared distance to the mean picture, of standardised values.</summary>
    internal string Template()
    {
        var (centred, deviation) = Moments();
        return MeanSquare(Difference(Add("Div", centred, deviation), _reference.Standardised));
    }

    /// <summary>The distance of the latent vectors from the mean one.</summary>
    internal string Mahalanobis()
    {
        string centred = Difference(_latent, _reference.LatentMean);
        string factor = Rows(_reference.InverseFactor(cancellation), _reference.LatentMean.Length);
        return _graph.Add("ReduceL2", [_graph.Add("Gemm", [centred, factor], Integer("transB", 1))], Integers("axes", 1));
    }

    /// <summary>
    /// What the components leave of a picture: computed from the rest itself, since the difference of two large sums cancels in float32.
    /// </summary>
    internal string Components()
    {
        string centred = LessMeanImage(), rows = Rows([.. _reference.Components.SelectMany(row => row)], _reference.Mean.Length);
        string along = _graph.Add("Gemm", [centred, rows], Integer("transB", 1));
        return MeanSquare(Add("Sub", centred, Add("MatMul", along, rows)));
    }

    /// <summary>A part of a sum.</summary>
    internal string Part(ScorePart part)
    {
        var (mean, deviation) = calibration.Logarithms[part.Score];
        string logarithm = Add("Log", Add("Max", Of(part.Score), Scalar(AnomalyCalibration.SmallestScore)));
        string deviations = Add("Div", Add("Sub", logarithm, Scalar(mean)), Scalar(deviation));
        return part.IsTwoSided ? Add("Abs", deviations) : deviations;
    }

    private string Of(string name) => AnomalyScores.All.Single(score => score.Name == name).Onnx is { } form
        ? form(this)
        : throw new ConfigurationException($"with-score: the score '{name}' cannot be exported to ONNX; calibrate the run with another.");

    /// <summary>A picture's values less their mean, and their deviation.</summary>
    private (string Centred, string Deviation) Moments()
    {
        string values = Flat(_picture), centred = Add("Sub", values, Mean(values));
        return (centred, Add("Max", Add("Sqrt", MeanSquare(centred)), Scalar(AnomalyReference.FlatDeviation)));
    }

    private string Difference(string rows, double[] row) => Add("Sub", rows, Rows(row, row.Length));

    private string Rows(double[] values, int columns) =>
        _graph.Constant(Array.ConvertAll(values, x => (float)x), values.Length / columns, columns);
}
