using System.Runtime.InteropServices;

namespace ILGpuAutoencoders.Engine.Distributed;

/// <summary>
/// The ranks that a launcher of MPI has started, on one host or many. Device memory that is not the host's goes through it.
/// </summary>
internal sealed unsafe class MpiWorld : IWorld
{
    // A length is an int.
    private const int MostBytes = 1 << 30;

    private readonly MpiLibrary _mpi;
    private readonly string[] _hosts;
    private byte* _requests;
    private int _requestCount;
    private float* _staging;
    private long _stagingLength;
    private bool _isFinished;

    /// <summary>Begins.</summary>
    /// <param name="mpi">The library.</param>
    internal MpiWorld(MpiLibrary mpi)
    {
        _mpi = mpi;
        mpi.Start();
        (Rank, Size) = (mpi.Rank, mpi.Size);
        _hosts = this.AllGather(Environment.MachineName);
    }

    public string Name => $"{_mpi.Version} ({_mpi.Name})";

    public int Rank { get; }

    public int Size { get; }

    public int LocalRank => _hosts.Take(Rank).Count(host => host == _hosts[Rank]);

    public int LocalSize => _hosts.Count(host => host == _hosts[Rank]);

    public string HostOf(int rank) => _hosts[rank];

    public void AllToAll(ReadOnlySpan<Transfer> sends, ReadOnlySpan<Transfer> receives)
    {
        int count = sends.Length + receives.Length;
        if (count > _requestCount)
        {
            NativeMemory.Free(_requests);
            _requests = (byte*)NativeMemory.AllocZeroed((nuint)count, (nuint)_mpi.Abi.RequestSize);
            _requestCount = count;
        }

        long staged = StagedOf(sends) + StagedOf(receives);
        if (staged > _stagingLength)
        {
            NativeMemory.Free(_staging);
            _staging = (float*)NativeMemory.Alloc((nuint)staged, sizeof(float));
            _stagingLength = staged;
        }

        float* free = _staging;
        byte* request = _requests;
        foreach (var (rank, words) in receives)
        {
            _mpi.Receive(Place(words, ref free), words.Length, rank, request);
            request += _mpi.Abi.RequestSize;
        }

        float* sending = free;
        foreach (var (rank, words) in sends)
        {
            float* place = Place(words, ref sending);
            if (!words.Device.SharesHostMemory)
            {
                words.Device.Download(words, new Span<float>(place, words.Length));
            }

            _mpi.Send(place, words.Length, rank, request);
            request += _mpi.Abi.RequestSize;
        }

        _mpi.WaitAll(count, _requests);
        free = _staging;
        foreach (var (_, words) in receives)
        {
            float* place = Place(words, ref free);
            if (!words.Device.SharesHostMemory)
            {
                words.Device.Upload(new ReadOnlySpan<float>(place, words.Length), words);
            }
        }
    }

    public void AllGather(ReadOnlySpan<byte> own, Span<byte> all)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(all.Length, own.Length * Size, nameof(all));
        fixed (byte* from = own, to = all)
        {
            _mpi.AllGather(from, own.Length, to);
        }
    }

    public void Broadcast(Span<byte> bytes, int root)
    {
        fixed (byte* data = bytes)
        {
            for (int start = 0; start < bytes.Length; start += MostBytes)
            {
                _mpi.Broadcast(data + start, Math.Min(MostBytes, bytes.Length - start), root);
            }
        }
    }

    public void Abort(int code) => _mpi.Abort(code);

    public void Dispose()
    {
        if (!_isFinished)
        {
            _isFinished = true;
            _mpi.Finish();
            NativeMemory.Free(_requests);
            NativeMemory.Free(_staging);
        }
    }

    private static long StagedOf(ReadOnlySpan<Transfer> transfers)
    {
        long words = 0;
        foreach (var transfer in transfers)
        {
            words += transfer.Words.Device.SharesHostMemory ? 0 : transfer.Words.Length;
        }

        return words;
    }

    /// <summary>Where words are read or written on the host: in place, or in the next room for such that are not there.</summary>
    private static float* Place(Storage words, ref float* free)
    {
        if (words.Device.SharesHostMemory)
        {
            return words.Device.HostPointer(words);
        }

        float* place = free;
        free += words.Length;
        return place;
    }
}
