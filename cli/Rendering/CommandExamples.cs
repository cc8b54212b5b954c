namespace ILGpuAutoencoders.Cli.Rendering;

/// <summary>Lines to start from, two a command; a test parses them.</summary>
internal static class CommandExamples
{
    private static readonly string[] s_lines =
    [
        "tour --quick", "tour --data DIR --out OUT",
        "train conv --data DIR --epochs 20", "train --resume latest",
        "evaluate latest --csv pictures.csv", "evaluate RUN --data DIR --split val",
        "reconstruct RUN DIR --out OUT", "reconstruct RUN a.jpg b.jpg --out OUT --all",
        "denoise RUN noisy.png --out OUT", "denoise RUN DIR --out OUT --add-noise 0.2 --levels",
        "sample RUN --out new.png", "sample RUN --count 16 --seed 7 --out new.png",
        "embed RUN DIR --out vectors.npy", "embed RUN a.jpg b.jpg --out vectors.csv",
        "merge vectors.npy", "merge vectors.safetensors --json",
        "neighbours RUN a.jpg --in DIR", "neighbours RUN DIR --in DIR --top 3 --out nearest.png",
        "interpolate RUN a.jpg b.jpg --out walk.png", "interpolate RUN a.jpg b.jpg --steps 16 --out walk.png",
        "compress RUN DIR --out OUT --bits 6", "compress RUN DIR --table",
        "decompress RUN OUT --out PICTURES", "decompress RUN a.iae b.iae --out PICTURES",
        "serve latest", "serve RUN --port 0 --listen 0.0.0.0",
        "anomaly calibrate RUN --data DIR", "anomaly calibrate RUN --data DIR --score mse --percentile 99",
        "anomaly score RUN DIR --out scores.csv", "anomaly score RUN DIR --labels labels.csv --overlay OUT",
        "anomaly benchmark DIR --channels 1 --image-size 28 --latent 16 --out OUT",
        "anomaly benchmark DIR --model mlp --seeds 1,2,3 --out OUT",
        "sweep conv --data DIR --latent 64,128,256 --seeds 1,2,3 --out SWEEP", "sweep conv --lr 1e-3,3e-4 --batch-size 16,32 --out SWEEP",
        "runs", "runs SWEEP --json",
        "compare A B --out compare.html", "compare A B C --data DIR --split val",
        "report RUN", "report RUN --device cpu",
        "export RUN --to model.onnx", "export RUN --to encoder.onnx --part encoder",
        "import weights.safetensors --model conv --out RUN", "import weights.onnx --model mlp --latent 64 --out RUN",
        "inspect improved --image-size 178x218", "inspect network.yaml --latent 128",
        "benchmark conv --mode infer", "benchmark matmul --size 1024",
        "kernels conv --time", "kernels matmul --device cuda --ptx TileKernel",
        "data import lfw.tgz --out DIR", "data import lfw.zip --train-people peopleDevTrain.txt --test-people peopleDevTest.txt --out DIR",
        "data faces --count 500 --out DIR", "data faces --kind others --image-size 128 --out DIR",
        "data pixels --data DIR --out train.u8", "data pixels --data faces:100 --split test --image-size 32 --out test.u8",
        "devices", "devices --json",
        "doctor", "doctor --out /mnt/runs",
        "completion bash", "completion zsh",
        "help train", "help anomaly score",
    ];

    /// <summary>The lines of a command.</summary>
    /// <param name="path">The command as people write it, with the program's name.</param>
    internal static IEnumerable<string> Of(string path) =>
        s_lines.Select(line => $"ilgpu-ae {line}").Where(line => line == path || line.StartsWith(path + " ", StringComparison.Ordinal));
}
