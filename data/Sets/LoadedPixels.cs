namespace ILGpuAutoencoders.Data.Sets;

/// <summary>The pixels of a list of pictures.</summary>
/// <param name="Store">Those of the good ones, in the slots of their indices.</param>
/// <param name="Problems">Why a picture is bad, by its index; null for a good one.</param>
/// <param name="Reshaped">Pictures whose proportions were not those wanted; null where an earlier version's cache does not say.</param>
internal readonly record struct LoadedPixels(PixelStore Store, string?[] Problems, int? Reshaped);
