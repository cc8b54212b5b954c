using System.Buffers.Binary;

namespace ILGpuAutoencoders.Tests.Data.Hostile;

/// <summary>An ICC profile whose red is sRGB's blue and whose curve is a straight line: applied, it would change every colour.</summary>
internal static class IccProfile
{
    private static readonly (string Tag, double X, double Y, double Z)[] s_points =
        [("wtpt", 0.9642, 1, 0.8249), ("rXYZ", 0.1431, 0.0606, 0.7141), ("gXYZ", 0.3851, 0.7169, 0.0971), ("bXYZ", 0.4361, 0.2225, 0.0139)];

    public static byte[] Bytes { get; } = Make();

    private static byte[] Make()
    {
        string[] tags = [.. s_points.Select(point => point.Tag), "rTRC", "gTRC", "bTRC"];
        int data = 128 + 4 + (12 * tags.Length), curve = data + (20 * s_points.Length);
        byte[] profile = new byte[curve + 12];
        Put(0, (uint)profile.Length);
        Put(8, 0x02400000);
        "mntrRGB XYZ "u8.CopyTo(profile.AsSpan(12));
        "acsp"u8.CopyTo(profile.AsSpan(36));
        Put(68, 0xF6D6);
        Put(72, 0x10000);
        Put(76, 0xD32D);
        Put(128, (uint)tags.Length);
        for (int i = 0; i < tags.Length; i++)
        {
            bool isPoint = i < s_points.Length;
            int entry = 132 + (12 * i), at = isPoint ? data + (20 * i) : curve;
            System.Text.Encoding.ASCII.GetBytes(tags[i], profile.AsSpan(entry));
            Put(entry + 4, (uint)at);
            Put(entry + 8, isPoint ? 20u : 12u);
            if (isPoint)
            {
                "XYZ "u8.CopyTo(profile.AsSpan(at));
                Put(at + 8, Fixed(s_points[i].X));
                Put(at + 12, Fixed(s_points[i].Y));
                Put(at + 16, Fixed(s_points[i].Z));
            }
        }

        "curv"u8.CopyTo(profile.AsSpan(curve));
        return profile;

        void Put(int offset, uint value) => BinaryPrimitives.WriteUInt32BigEndian(profile.AsSpan(offset), value);

        static uint Fixed(double value) => (uint)Math.Round(value * 65536);
    }
}
