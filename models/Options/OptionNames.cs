using ILGpuAutoencoders.Engine;

namespace ILGpuAutoencoders.Models.Options;

/// <summary>The names by which people choose.</summary>
internal static class OptionNames
{
    internal static readonly (string Name, ScheduleKind Value)[] Schedules =
        [("none", ScheduleKind.None), ("step", ScheduleKind.Step), ("cosine", ScheduleKind.Cosine), ("plateau", ScheduleKind.Plateau)];

    internal static readonly (string Name, Precision Value)[] Precisions = [("fp32", Precision.Fp32), ("tf32", Precision.Tf32)];

    internal static readonly (string Name, DownKind Value)[] Downs = [("stride", DownKind.Stride), ("pool", DownKind.Pool)];

    internal static readonly (string Name, UpKind Value)[] Ups = [("transpose", UpKind.Transpose), ("nearest", UpKind.Nearest)];

    internal static readonly (string Name, Augmentation Value)[] Augmentations = [("none", Augmentation.None), ("flip", Augmentation.Flip)];

    /// <summary>The name of a choice.</summary>
    internal static string Of<T>((string Name, T Value)[] choices, T value)
        where T : struct, Enum => Array.Find(choices, choice => choice.Value.Equals(value)).Name;
}
