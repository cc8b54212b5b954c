namespace ILGpuAutoencoders.Models;

/// <summary>The names of the files in a run folder.</summary>
public static class RunFile
{
    /// <summary>The resolved options; training with it as configuration repeats the run.</summary>
    public const string Config = "config.yaml";

    /// <summary>Program, machine and device.</summary>
    public const string Environment = "environment.json";

    /// <summary>Which pictures were in train, val and test.</summary>
    public const string Split = "split.json";

    /// <summary>One row per epoch.</summary>
    public const string Metrics = "metrics.csv";

    /// <summary>One line per event.</summary>
    public const string Events = "events.jsonl";

    /// <summary>Losses, metrics and sample grids for TensorBoard, if they were asked for.</summary>
    public const string TensorBoard = "events.out.tfevents.ilgpu-ae";

    /// <summary>The model of the epoch with the lowest loss on val.</summary>
    public const string Best = "best.safetensors";

    /// <summary>The model of the last step.</summary>
    public const string Last = "last.safetensors";

    /// <summary>Model, optimiser and counters of the last step: what resuming needs.</summary>
    public const string State = "last.state.safetensors";

    /// <summary>The principal components that the run is compared with.</summary>
    public const string Control = "control.safetensors";

    /// <summary>What the report measured: PSNR beside the control's.</summary>
    public const string Score = "score.json";

    /// <summary>Losses and PSNR over the epochs.</summary>
    public const string Curves = "curves.png";

    /// <summary>All of it on one page, which opens offline.</summary>
    public const string Report = "report.html";

    /// <summary>The folder of sample grids.</summary>
    public const string Images = "images";

    /// <summary>Pictures that did not decode.</summary>
    public const string BadImages = "bad-images.txt";
}
