namespace ILGpuAutoencoders.Engine.Products;

/// <summary>How many floats a copy moves, as a type.</summary>
internal interface IWidth
{
    static abstract int Floats { get; }
}

/// <summary>16 bytes.</summary>
internal readonly struct Wide : IWidth
{
    public static int Floats => 4;
}

/// <summary>4 bytes: for axes that are not a multiple of 4, such as the three colours of a picture.</summary>
internal readonly struct Narrow : IWidth
{
    public static int Floats => 1;
}

/// <summary>A launch that is generic over the copy widths of A and B.</summary>
internal interface IWidthWork
{
    void Run<TA, TB>(SimtDevice device)
        where TA : struct, IWidth
        where TB : struct, IWidth;
}

/// <summary>Picks the copy widths.</summary>
internal static class CopyWidth
{
    internal static void Run<TWork>(SimtDevice device, in TWork work, bool isWideA, bool isWideB)
        where TWork : IWidthWork
    {
        switch (isWideA, isWideB)
        {
            case (true, true): work.Run<Wide, Wide>(device); break;
            case (true, false): work.Run<Wide, Narrow>(device); break;
            case (false, true): work.Run<Narrow, Wide>(device); break;
            default: work.Run<Narrow, Narrow>(device); break;
        }
    }
}
