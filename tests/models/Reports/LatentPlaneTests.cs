using ILGpuAutoencoders.Models.Reports;

namespace ILGpuAutoencoders.Tests.Models.Reports;

public class LatentPlaneTests
{
    [Fact]
    public void Points_of_a_plane_keep_their_distances()
    {
        // A plane that lies askew in five dimensions.
        const int Count = 40, Length = 5;
        var random = new Random(1);
        (double A, double B)[] planar = [.. Enumerable.Range(0, Count).Select(_ => (random.NextDouble() * 3, random.NextDouble()))];
        double[] u = [0.6, 0, 0.8, 0, 0], v = [0, 0.6, 0, 0, -0.8];
        float[] vectors = [.. planar.SelectMany(p => Enumerable.Range(0, Length).Select(i => (float)((p.A * u[i]) + (p.B * v[i]) + 7)))];
        var (points, share) = LatentPlane.Of(vectors, Count)!.Value;
        Assert.Equal(1, share, 6);
        for (int i = 1; i < Count; i++)
        {
            double expected = Math.Sqrt(Math.Pow(planar[i].A - planar[0].A, 2) + Math.Pow(planar[i].B - planar[0].B, 2));
            double actual = Math.Sqrt(Math.Pow(points[i].X - points[0].X, 2) + Math.Pow(points[i].Y - points[0].Y, 2));
            Assert.Equal(expected, actual, 5);
        }

        Assert.True(points.Sum(p => p.X * p.X) > points.Sum(p => p.Y * p.Y));
    }

    [Fact]
    public void Equal_vectors_have_no_plane() => Assert.Null(LatentPlane.Of([1, 2, 1, 2, 1, 2], 3));
}
