using System.Runtime.CompilerServices;
using ILGpuAutoencoders.Engine.Devices;
using ILGpuAutoencoders.Engine.Lanes;

namespace ILGpuAutoencoders.Engine.Ops.Losses;

/// <summary>
/// loss = scale · Σ f(a, b) over <paramref name="count"/> pairs, and in the same pass da = scale · ∂f/∂a and db = scale · ∂f/∂b if they
/// are given. The sum is taken in pieces, in an order that depends on the count alone.
/// </summary>
internal readonly partial struct PairLoss<TOp>(
    Storage a, Storage b, Storage? da, Storage? db, Storage loss, int count, float scale) : IKernel
    where TOp : unmanaged, IBinaryOp
{
    private readonly Storage _a = a, _b = b, _loss = loss;
    private readonly Storage? _da = da, _db = db;
    private readonly int _count = count;
    private readonly float _scale = scale;

    private Body<TMemory> Bind<TMemory>(IDeviceMemory<TMemory> device)
        where TMemory : struct => new()
        {
            A = device.View(_a),
            B = device.View(_b),
            Da = _da is null ? default : device.View(_da),
            Db = _db is null ? default : device.View(_db),
            HasDa = _da is null ? 0 : 1,
            HasDb = _db is null ? 0 : 1,
        };

    internal struct Body<TMemory>
        where TMemory : struct
    {
        internal TMemory A, B, Da, Db;
        internal int HasDa, HasDb;

        /// <summary>Adds the terms of the elements from <paramref name="i"/> on, and writes their gradients.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal readonly void Add<T>(int i, T scale, ref T sum)
            where T : struct, IMemoryLane<T, TMemory>
        {
            T a = T.Load(A, i), b = T.Load(B, i);
            sum += default(TOp).Forward(a, b);
            if (HasDa != 0)
            {
                T.Store(default(TOp).DerivativeA(a, b) * scale, Da, i);
            }

            if (HasDb != 0)
            {
                T.Store(default(TOp).DerivativeB(a, b) * scale, Db, i);
            }
        }
    }
}
