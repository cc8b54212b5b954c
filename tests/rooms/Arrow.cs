namespace ILGpuAutoencoders.Tests.Rooms;

/// <summary>The file <paramref name="From"/> uses <paramref name="Name"/>, which the file <paramref name="To"/> declares.</summary>
internal sealed record Arrow(string From, string To, string Name);
