using System.Diagnostics;
using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGpuAutoencoders.Engine.Devices.Simt;

namespace ILGpuAutoencoders.Benchmarks;

/// <summary>Square products by NVIDIA's cuBLAS in tf32: what the engine's are measured against, and no part of it.</summary>
internal static class CuBlasProducts
{
    private const int Warm = 10, Calls = 20, Rounds = 5;

    /// <summary>CUBLAS_TF32_TENSOR_OP_MATH, which ILGPU has no name for.</summary>
    private const CuBlasMathMode Tf32 = (CuBlasMathMode)3;

    /// <summary>Prints a line for each size: cublas 1024 0.123 ms 456.7 GFLOP/s.</summary>
    /// <returns>0, or 1 where there is no CUDA device or no cuBLAS.</returns>
    internal static int Print(IEnumerable<int> sizes)
    {
        CudaDriver.ResolveLibraries();
        using var context = Context.Create(builder => builder.Cuda());
        if (context.GetCudaDevices().Count == 0)
        {
            Console.Error.WriteLine("cublas: there is no CUDA device.");
            return 1;
        }

        try
        {
            using var accelerator = context.CreateCudaAccelerator(0);
            using var blas = new CuBlas(accelerator) { MathMode = Tf32 };
            foreach (int n in sizes)
            {
                double seconds = Median(accelerator, blas, n);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cublas {n} {seconds * 1e3:F4} ms {2.0 * n * n * n / seconds / 1e9:F1} GFLOP/s"));
            }

            return 0;
        }
        catch (Exception e) when (e is DllNotFoundException or NotSupportedException or CuBlasException)
        {
            Console.Error.WriteLine($"cublas: it cannot be used ({e.Message}); put the folder of libcublas.so.12 into LD_LIBRARY_PATH.");
            return 1;
        }
    }

    private static double Median(CudaAccelerator accelerator, CuBlas blas, int n)
    {
        using var a = accelerator.Allocate1D<float>((long)n * n);
        using var b = accelerator.Allocate1D<float>((long)n * n);
        using var c = accelerator.Allocate1D<float>((long)n * n);
        a.MemSetToZero();
        b.MemSetToZero();
        Run(Warm);
        double[] seconds = [.. Enumerable.Range(0, Rounds).Select(_ => Run(Calls)).Order()];
        return seconds[Rounds / 2];

        double Run(int calls)
        {
            accelerator.Synchronize();
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < calls; i++)
            {
                // Column by column: B · A of matrices read so is A · B row by row.
                blas.Gemm(CuBlasOperation.NonTranspose, CuBlasOperation.NonTranspose, n, n, n, 1f, b.View.AsContiguous(), n, a.View.AsContiguous(), n, 0f, c.View.AsContiguous(), n);
            }

            accelerator.Synchronize();
            return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
        }
    }
}
