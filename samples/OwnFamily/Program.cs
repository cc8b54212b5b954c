// A family of your own, with a layer of your own: trained, resumed and evaluated like the built-in ones.
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models;

ModelCatalog.Register("gated", "one gated convolution each way", (picture, latent) =>
{
    Shape features = [picture[0] / 2, picture[1] / 2, 16];
    return (
        new Sequential(
            new Conv2dLayer(picture[2], 16), new GateLayer(16), new FlattenLayer(), LinearLayer.FromPicture(features, latent)),
        new Sequential(
            LinearLayer.ToPicture(latent, features), new UnflattenLayer(features), ActivationLayer.Relu(),
            new ConvTranspose2dLayer(16, picture[2]), ActivationLayer.Sigmoid()));
});
string run = args is [var folder, ..] ? folder : "runs/gated";
var options = new TrainingOptions
{
    Model = "gated",
    Data = "faces:200",
    ImageSize = 32,
    Latent = 16,
    BatchSize = 16,
    Epochs = 2,
    Device = args is [_, var device] ? device : "auto",
};
Console.WriteLine($"epochs: {Trainer.Run(options, run).Epochs}");
Console.WriteLine($"resumed to epoch: {Trainer.Resume(run, o => o with { Epochs = 3 }).Epochs}");
var evaluation = Evaluator.Run(new EvaluationOptions { Run = run, Device = options.Device });
Console.WriteLine($"PSNR on test: {evaluation.Psnr:0.00} dB, of as many principal components: {evaluation.Pca?.Psnr:0.00} dB");

/// <summary>y = x · sigmoid(w · x), with a trained w for each channel.</summary>
public sealed class GateLayer(int channels) : Layer
{
    private readonly Parameter _weight = new("weight", FileLayout.Same([channels]), Initialization.Constant(1));
    public override string Kind => "Gate";
    public override IReadOnlyList<Parameter> Parameters => [_weight];
    public override Shape OutputShape(Shape input) => input;
    public override Tensor Forward(Tensor x, ForwardPass pass) => x.Multiply(x.Multiply(_weight.Value).Sigmoid());
}
