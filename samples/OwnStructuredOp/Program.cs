// An operation that is no formula per element: running sums along the last axis, with its gradient, on the CPU and on GPUs.
using ILGPU;
using ILGpuAutoencoders.Engine;

using var device = DeviceCatalog.Open(args is [var name] ? name : "auto").Device;
var x = Tensor.FromArray(device, [2, 4], [1, 2, 3, 4, 1, 1, 1, 1]).WithGradient();
var y = RunningSum.Of(x);
(y * y).Sum().Backward();
Console.WriteLine($"running sums: {string.Join(' ', y.ToArray())}");
Console.WriteLine($"gradient: {string.Join(' ', x.Gradient!.ToArray())}");

/// <summary>y[r, c] = Σ x[r, i] for i ≤ c; from the other end for i ≥ c, which is the gradient of the first.</summary>
public readonly unsafe struct RunningSum(Storage x, Storage y, int rows, int columns, bool fromEnd) : IKernel
{
    public static Tensor Of(Tensor x)
    {
        int columns = x.Shape[^1], rows = x.Count / columns;
        var y = Tensor.Allocate(x.Device, x.Shape);
        x.Device.Run(new RunningSum(x.Storage, y.Storage, rows, columns, fromEnd: false));
        return Autograd.Record(y, [x], dy => Autograd.Accumulate(x, dx =>
            x.Device.Run(new RunningSum(dy.Storage, dx.Storage, rows, columns, fromEnd: true))));
    }
    public void Run(SimdDevice device) // threads take rows in any order, so no result depends on how many there are
    {
        var body = new Body { X = device.Pointer(x), Y = device.Pointer(y), Columns = columns, FromEnd = fromEnd };
        device.For(rows, ref body);
    }
    public void Run(SimtDevice device) => device.LaunchPerElement( // a static method with one struct argument; ILGPU compiles it
        Kernel, rows, new Args { X = device.View(x), Y = device.View(y), Rows = rows, Columns = columns, FromEnd = fromEnd ? 1 : 0 });
    private static void Kernel(Args a)
    {
        for (int row = GridLoop.Start; row < a.Rows; row = GridLoop.After(row))
        {
            float sum = 0;
            for (int i = 0; i < a.Columns; i++)
            {
                int at = row * a.Columns + (a.FromEnd != 0 ? a.Columns - 1 - i : i);
                a.Y[at] = sum += a.X[at];
            }
        }
    }
    public struct Args { public ArrayView<float> X, Y; public int Rows, Columns, FromEnd; } // public: generated GPU code uses it
    private struct Body : IParallelBody
    {
        public float* X, Y;
        public int Columns;
        public bool FromEnd;
        public readonly void Invoke(int row)
        {
            float sum = 0;
            for (int i = 0; i < Columns; i++)
            {
                int at = row * Columns + (FromEnd ? Columns - 1 - i : i);
                Y[at] = sum += X[at];
            }
        }
    }
}
