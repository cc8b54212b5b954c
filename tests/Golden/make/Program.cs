using ILGpuAutoencoders.Golden;
using ILGpuAutoencoders.Tests.TestKit;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Parameter = TorchSharp.Modules.Parameter;

string folder = args.Length == 1 ? args[0] : throw new ArgumentException("Give the folder for the golden files: tests/Golden.");
set_num_threads(1);
random.manual_seed(20);
Convolution(
    "conv2d.json", randn(2, 3, 8, 6), weight: randn(5, 3, 4, 4), bias: randn(5), (x, w, b) => functional.conv2d(x, w, b, [2L, 2], [1L, 1]));
Convolution("conv2d_k3s1p1.json", randn(2, 3, 5, 4), weight: randn(4, 3, 3, 3), bias: randn(4),
    (x, w, b) => functional.conv2d(x, w, b, [1L, 1], [1L, 1]));
Convolution("conv_transpose2d.json", randn(2, 5, 4, 3), weight: randn(5, 3, 4, 4), bias: randn(3),
    (x, w, b) => functional.conv_transpose2d(x, w, b, [2L, 2], [1L, 1]));
Convolution("conv_transpose2d_k5s3p2.json", randn(2, 4, 3, 4), weight: randn(4, 3, 5, 5), bias: randn(3),
    (x, w, b) => functional.conv_transpose2d(x, w, b, [3L, 3], [2L, 2]));
BatchNorm();
Optimizers();
Training();
Curves();

// y = f(x, weight, bias); the loss is the sum of y · y_weight, so that y_weight is d loss / dy.
void Convolution(string file, Tensor x, Tensor weight, Tensor bias, Func<Tensor, Tensor, Tensor, Tensor> f)
{
    foreach (var leaf in new[] { x, weight, bias })
    {
        leaf.requires_grad = true;
    }

    var y = f(x, weight, bias);
    var dy = randn(y.shape);
    y.backward([dy]);
    new GoldenFile().Add("x", x).Add("weight", weight).Add("bias", bias).Add("y", y).Add("dy", dy)
        .Add("dx", x.grad!).Add("dweight", weight.grad!).Add("dbias", bias.grad!).Save(Path.Combine(folder, file));
}

// Two batches through one BatchNorm2d(5) in training mode (eps 1e-5, momentum 0.1), then the second in evaluation mode.
void BatchNorm()
{
    var golden = new GoldenFile();
    var norm = BatchNorm2d(5);
    using (no_grad())
    {
        norm.weight!.copy_(randn(5));
        norm.bias!.copy_(randn(5));
    }

    golden.Add("weight", norm.weight).Add("bias", norm.bias!);
    norm.train();
    for (int batch = 1; batch <= 2; batch++)
    {
        var x = ((randn(3, 5, 4, 2) * 2) + 1).detach();
        x.requires_grad = true;
        norm.zero_grad();
        var y = norm.forward(x);
        var dy = randn(y.shape);
        y.backward([dy]);
        golden.Add($"x{batch}", x).Add($"y{batch}", y).Add($"dy{batch}", dy).Add($"dx{batch}", x.grad!)
            .Add($"dweight{batch}", norm.weight.grad!).Add($"dbias{batch}", norm.bias!.grad!)
            .Add($"running_mean{batch}", norm.running_mean!).Add($"running_var{batch}", norm.running_var!);
        if (batch == 2)
        {
            norm.eval();
            golden.Add("evaluated2", norm.forward(x));
        }
    }

    golden.Save(Path.Combine(folder, "batch_norm.json"));
}

// Ten steps on a vector of 11 with the given gradients: row i of each result is the vector after step i + 1.
void Optimizers()
{
    var start = randn(11);
    var gradients = randn(10, 11);
    var golden = new GoldenFile().Add("start", start).Add("gradients", gradients);
    Run("adam", p => optim.Adam([p], lr: 0.05, beta1: 0.9, beta2: 0.999, eps: 1e-8));
    Run("adam_weight_decay", p => optim.Adam([p], lr: 0.05, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: 0.1));
    Run("adamw", p => optim.AdamW([p], lr: 0.05, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: 0.1));
    Run("sgd", p => optim.SGD([p], 0.05));
    Run("sgd_momentum", p => optim.SGD([p], 0.05, momentum: 0.9));
    Run("sgd_momentum_weight_decay", p => optim.SGD([p], 0.05, momentum: 0.9, weight_decay: 0.1));
    golden.Save(Path.Combine(folder, "optimizers.json"));

    void Run(string name, Func<Parameter, optim.Optimizer> make)
    {
        var parameter = new Parameter(start.clone());
        var optimizer = make(parameter);
        var rows = new List<Tensor>();
        for (int step = 0; step < 10; step++)
        {
            parameter.grad = gradients[step].clone();
            optimizer.step();
            rows.Add(parameter.detach().clone());
        }

        golden.Add(name, stack(rows));
    }
}

// Conv 3→4, ReLU, Conv 4→6, ReLU, ConvT 6→4, ReLU, ConvT 4→3, Sigmoid, all kernel 4, stride 2, padding 1, on one batch
// [4, 3, 8, 8] of values in [0, 1]: the MSE before each of ten steps of Adam (lr 1e-2).
void Training()
{
    var x = rand(4, 3, 8, 8);
    var golden = new GoldenFile().Add("x", x);
    var model = Sequential(
        ("0", Conv2d(3, 4, 4, 2, 1)), ("1", ReLU()), ("2", Conv2d(4, 6, 4, 2, 1)), ("3", ReLU()),
        ("4", ConvTranspose2d(6, 4, 4, 2, 1)), ("5", ReLU()), ("6", ConvTranspose2d(4, 3, 4, 2, 1)), ("7", Sigmoid()));
    foreach (var (name, parameter) in model.named_parameters())
    {
        golden.Add(name, parameter);
    }

    var adam = optim.Adam(model.parameters(), 1e-2);
    var losses = new List<float>();
    for (int step = 0; step < 10; step++)
    {
        adam.zero_grad();
        var loss = functional.mse_loss(model.forward(x), x);
        loss.backward();
        losses.Add(loss.item<float>());
        adam.step();
    }

    golden.Add("losses", [10], losses).Save(Path.Combine(folder, "training.json"));
}

// The losses of a hundred steps of Adam (lr 5e-5, MSE) at 16 x 16 pixels and a latent size of 8, in batches of 8 that come round after
// four; weights and pictures are those of GoldenNumbers. Rounding alone parts the curves at larger rates: Adam divides by it.
void Curves()
{
    const int Side = 16, Latent = 8, Batch = 8, Batches = 4, Steps = 100;
    var golden = new GoldenFile();
    Curve(
        "mlp",
        [Flatten(), Linear(3 * Side * Side, 1024), ReLU(), Linear(1024, Latent)],
        [Linear(Latent, 1024), ReLU(), Linear(1024, 3 * Side * Side), Sigmoid(), Unflatten(1, [3, Side, Side])]);
    Curve(
        "shallow",
        [Conv2d(3, 16, 4, 2, 1), ReLU(), Flatten(), Linear(1024, Latent)],
        [Linear(Latent, 1024), ReLU(), Unflatten(1, [16, 8, 8]), ConvTranspose2d(16, 3, 4, 2, 1), Sigmoid()]);
    Curve(
        "conv",
        [Conv2d(3, 32, 4, 2, 1), ReLU(), Conv2d(32, 64, 4, 2, 1), ReLU(), Conv2d(64, 128, 4, 2, 1), ReLU(), Flatten(), Linear(512, Latent)],
        [Linear(Latent, 512), ReLU(), Unflatten(1, [128, 2, 2]), ConvTranspose2d(128, 64, 4, 2, 1), ReLU(),
            ConvTranspose2d(64, 32, 4, 2, 1), ReLU(), ConvTranspose2d(32, 3, 4, 2, 1), Sigmoid()]);
    Curve(
        "improved",
        [.. Down(3, 64), .. Down(64, 128), .. Down(128, 256), .. Down(256, 512), Flatten(), Dropout(0), Linear(512, Latent)],
        [Linear(Latent, 512), Unflatten(1, [512, 1, 1]), BatchNorm2d(512), LeakyReLU(0.2), .. Up(512, 256), .. Up(256, 128), .. Up(128, 64),
            ConvTranspose2d(64, 3, 4, 2, 1), Sigmoid()]);
    golden.Save(Path.Combine(folder, "curves.json"));

    Module<Tensor, Tensor>[] Down(int inputs, int outputs) =>
        [Conv2d(inputs, outputs, 4, 2, 1, bias: false), BatchNorm2d(outputs), LeakyReLU(0.2)];
    Module<Tensor, Tensor>[] Up(int inputs, int outputs) =>
        [ConvTranspose2d(inputs, outputs, 4, 2, 1, bias: false), BatchNorm2d(outputs), LeakyReLU(0.2)];

    void Curve(string name, Module<Tensor, Tensor>[] encoder, Module<Tensor, Tensor>[] decoder)
    {
        var model = Sequential(("encoder", Sequential(encoder)), ("decoder", Sequential(decoder)));
        model.train();
        using (no_grad())
        {
            foreach (var (key, parameter) in model.named_parameters())
            {
                parameter.copy_(tensor(GoldenNumbers.Start(key, parameter.shape), parameter.shape));
            }
        }

        var adam = optim.Adam(model.parameters(), 5e-5);
        var losses = new List<float>();
        for (int step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            var x = tensor(GoldenNumbers.Pictures(step % Batches, Batch, Side), [Batch, 3, Side, Side]);
            adam.zero_grad();
            var loss = functional.mse_loss(model.forward(x), x);
            loss.backward();
            losses.Add(loss.item<float>());
            adam.step();
        }

        golden.Add(name, [Steps], losses);
    }
}
