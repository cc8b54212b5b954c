using System.Globalization;
using ILGpuAutoencoders.Data;
using ILGpuAutoencoders.Engine;
using ILGpuAutoencoders.Models.Pages;
using ILGpuAutoencoders.Models.Training;
using ILGpuAutoencoders.Models.Workbench.Diagnosis;

namespace ILGpuAutoencoders.Models;

/// <summary>Checks that what training needs works on this machine, by doing a little of it.</summary>
public static class Doctor
{
    /// <summary>The name of the check that runs can be written.</summary>
    public const string Disk = "disk";

    private const long LeastMemory = 512L << 20, LeastFree = 256L << 20, ComfortableFree = 2L << 30;

    // Tensor cores round products to 10 bits.
    private const float LossTolerance = 5e-3f;

    /// <summary>Examines this machine, check by check; what fails is a result, never an exception.</summary>
    /// <param name="folder">Where runs would be written; it need not exist.</param>
    /// <param name="world">Finds the ranks of this process.</param>
    /// <returns>The checks, each made when it is asked for.</returns>
    public static IEnumerable<DoctorCheck> Examine(string folder, Func<IWorld> world)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(world);
        float[] expected = [];
        yield return Check("cpu", true, "training on the CPU gives wrong numbers: report it with this line", () => Cpu(out expected));
        yield return Check("memory", true, "close other programs, or use a smaller --batch-size", Memory);
        yield return Check(
            "pictures", true, "the native library of SkiaSharp does not load or work: install the package for this system again", Pictures);
        yield return Check(
            "charts", false, "curves.png and the charts of results.md will be missing; install the package for this system again", Charts);
        yield return Check(Disk, true, "name a writable folder with --out, or free some space", () => Folder(folder));
        yield return Check(
            "cache", false,
            "decoded pictures are not cached, so every start decodes them again; set XDG_CACHE_HOME to a writable folder",
            Cache);
        foreach (var check in Gpus("cuda", "install NVIDIA's driver if this machine has such a GPU", expected).Concat(
            Gpus("opencl", "install the GPU maker's OpenCL driver if this machine has another GPU", expected)))
        {
            yield return check;
        }

        yield return Check(
            "mpi", false, "train in one process, or start with the mpirun of a library of MPI that is installed", () => Mpi(world()));
    }

    private static DoctorCheck Check(string name, bool isNeeded, string advice, Func<DoctorCheck> examine)
    {
        try
        {
            return examine() with { Name = name, IsNeeded = isNeeded };
        }
        catch (Exception error)
        {
            // The innermost exception says why a library does not load.
            return new(name, CheckStatus.Failed, $"{error.GetType().Name}: {error.GetBaseException().Message.Split('\n')[0].Trim()}",
                advice, isNeeded);
        }
    }

    private static DoctorCheck Good(string detail, string? advice = null) => new("", CheckStatus.Ok, detail, advice, false);

    private static DoctorCheck Cpu(out float[] losses)
    {
        using var device = new SimdDevice();
        losses = DeviceProbe.Losses(device);
        return losses[^1] < losses[0]
            ? Good($"{SimdDevice.Instructions}, {Environment.ProcessorCount} processors; {DeviceProbe.Steps} steps of training lower the "
                + "loss")
            : throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"training does not lower the loss ({losses[0]:g4} to {losses[^1]:g4})"));
    }

    private static DoctorCheck Memory()
    {
        long bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return bytes >= LeastMemory
            ? Good($"{Size(bytes)} for this process")
            : throw new InvalidOperationException($"{Size(bytes)} for this process, and training needs about {Size(LeastMemory)}");
    }

    private static DoctorCheck Pictures()
    {
        const int Side = 64;
        var picture = new Picture(Side, Side, GeneratedFaces.Draw(seed: 0, index: 0, Side));
        var png = PixelCodec.Decode(PixelCodec.EncodePng(picture));
        var jpeg = PixelCodec.Decode(PixelCodec.EncodeJpeg(picture, quality: 95));
        if (!png.IsGood || !jpeg.IsGood || !png.Picture.Pixels.SequenceEqual(picture.Pixels))
        {
            throw new InvalidOperationException($"a picture does not decode as encoded ({png.Problem ?? jpeg.Problem ?? "other pixels"})");
        }

        double error = 0;
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            error += Math.Abs(picture.Pixels[i] - jpeg.Picture.Pixels[i]);
        }

        error /= picture.Pixels.Length;
        return error < 10
            ? Good("PNG decodes to the same pixels, JPEG to nearly the same")
            : throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"JPEG decodes to other pixels (off by {error:0} levels)"));
    }

    private static DoctorCheck Charts()
    {
        string file = Path.Combine(Path.GetTempPath(), $"ilgpu-ae-{Guid.NewGuid():n}.png");
        try
        {
            ChartPng.Save(file, Chart.OfCurves("Loss", "loss", [new Curve("train", [2, 1, 0.5])]));
            var chart = PixelCodec.DecodeFile(file);
            return chart.IsGood && chart.Picture.Pixels.ContainsAnyExcept((byte)255)
                ? Good("a chart is drawn")
                : throw new InvalidOperationException("a chart stays empty");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static DoctorCheck Mpi(IWorld world)
    {
        if (world.Size == 1)
        {
            return World.FindLibrary() is { } library
                ? Good($"{library}; mpirun -n N --bind-to none ilgpu-ae train ... divides a training over N processes")
                : new("", CheckStatus.Absent, "no library of MPI", "install openmpi-bin or mpich to train with several processes", false);
        }

        var share = RankShare.Of(world, new ComputeOptions());
        return Good(
            $"{world.Name}: {world.Size} ranks, {world.LocalSize} of them on {world.HostOf(0)}, with "
            + $"{Quantity.Of(share.Threads, "thread")} each", share.Warning);
    }

    private static DoctorCheck Cache()
    {
        var check = Folder(PixelCache.DefaultFolder);
        var (files, bytes) = PixelCache.Contents;
        return check with
        {
            Detail = $"{check.Detail}; {files} files of {Size(bytes)} in all, and beyond {Size(new PixelOptions().CacheBytes)} the sets "
                + "written first are removed",
        };
    }

    private static DoctorCheck Folder(string folder)
    {
        string place = Path.GetFullPath(folder);
        while (!Directory.Exists(place))
        {
            place = Path.GetDirectoryName(place) ?? throw new DirectoryNotFoundException($"no part of '{folder}' exists");
        }

        string file = Path.Combine(place, $".ilgpu-ae-{Guid.NewGuid():n}");
        byte[] bytes = new byte[1 << 20];
        Random.Shared.NextBytes(bytes);
        try
        {
            AtomicFile.Write(file, stream => stream.Write(bytes));
            if (!File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes))
            {
                throw new IOException($"'{place}' gives back other bytes than were written");
            }
        }
        finally
        {
            File.Delete(file);
        }

        long free = new DriveInfo(place).AvailableFreeSpace;
        return free >= LeastFree
            ? Good($"'{place}' is writable, {Size(free)} free",
                free < ComfortableFree ? "long runs with grids of every epoch may need more space" : null)
            : throw new IOException($"'{place}' has {Size(free)} free");
    }

    private static IEnumerable<DoctorCheck> Gpus(string kind, string advice, float[] expected)
    {
        DeviceSurvey? survey = null;
        var listed = Check(kind, false, "its driver does not answer: install it again", () =>
        {
            survey = DeviceCatalog.Survey(kind);
            return survey.WhyNone is { } why
                ? new(kind, CheckStatus.Absent, why, advice + "; training uses the CPU until then", false)
                : Good("");
        });
        if (survey is not { WhyNone: null })
        {
            yield return listed;
            yield break;
        }

        foreach (var device in survey.Devices)
        {
            yield return Check(device.Id, false, "update its driver; until then use --device cpu", () => Gpu(device.Id, expected));
        }
    }

    private static DoctorCheck Gpu(string id, float[] expected)
    {
        using var device = DeviceCatalog.Open(id).Device;
        float[] losses = DeviceProbe.Losses(device);
        float worst = losses.Zip(expected, (a, b) => float.IsNaN(a) ? float.PositiveInfinity : Math.Abs(a - b)).Append(0).Max();
        return worst <= LossTolerance
            ? Good(string.Create(
                CultureInfo.InvariantCulture, $"{device.Name}; its kernels compile and train as the CPU does (losses within {worst:g1})"))
            : throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{device.Name} computes other losses than the CPU (off by {worst:g2})"));
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB");
}
