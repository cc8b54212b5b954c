using ILGPU;
using ILGpuAutoencoders.Engine.Lanes;
using ILGpuAutoencoders.Engine.Ops.Reductions;

namespace ILGpuAutoencoders.Engine.Ops.BatchNormalization;

internal readonly partial struct BatchStatistics
{
    /// <summary>Few enough for the second launch, whose groups are few.</summary>
    private const int MostPieces = 512;

    public void Run(SimtDevice device)
    {
        if (_channels % 4 == 0 && SimtDevice.AreWide(_x, _statistics, _runningMean, _runningVariance))
        {
            Run<Float4>(device, width: 4);
        }
        else
        {
            Run<ScalarLane>(device, width: 1);
        }
    }

    private void Run<T>(SimtDevice device, int width)
        where T : unmanaged, ISimtLane<T>
    {
        int threads = device.Target.ElementThreads;
        var walk = ColumnWalk.Of(device, 1, _rows, _channels, width, MostPieces);
        var partials = device.Partials(2L * walk.Pieces * _channels);
        device.Launch(PiecesKernel<T>, walk.Groups, threads, new PiecesArgs { X = device.View(_x), Partials = partials, Walk = walk });
        var again = ColumnWalk.Of(device, 1, walk.Pieces, _channels, width, mostPieces: 1, mostAcross: 4);
        device.Launch(AllKernel<T>, again.Groups, threads, new AllArgs
        {
            Partials = partials,
            Statistics = device.View(_statistics),
            RunningMean = device.View(_runningMean),
            RunningVariance = device.View(_runningVariance),
            Tracked = device.View(_tracked),
            Walk = again,
            Rows = _rows,
            RowsAPiece = walk.RowsAPiece,
            Momentum = _momentum,
            Epsilon = _epsilon,
        });
    }

    /// <summary>The moments of each piece of the rows, [pieces, 2, channels].</summary>
    private static void PiecesKernel<T>(PiecesArgs a)
        where T : unmanaged, ISimtLane<T>
    {
        var place = a.Walk.Start(T.Width);
        int channels = a.Walk.Columns, first = place.First + place.Down;
        var moments = new Moments<T> { Count = 0, Mean = T.Constant(0), Squares = T.Constant(0) };
        if ((place.Column < channels) & (first < place.End))
        {
            // A thread's first value is subtracted from the others: what cancels is then no larger than their spread.
            T shift = T.Load(a.X, (first * channels) + place.Column), sum = T.Constant(0), squares = T.Constant(0);
            float count = 0;
            for (int r = first; r < place.End; r += place.Step)
            {
                var deviation = T.Load(a.X, (r * channels) + place.Column) - shift;
                sum += deviation;
                squares += deviation * deviation;
                count += 1;
            }

            var offset = sum * T.Constant(1 / count);
            moments.Add(count, shift + offset, T.Max(T.Constant(0), squares - (sum * offset)));
        }

        moments.AddThreadsBelow(place, a.Walk.Shift);
        if ((place.Column < channels) & (place.Down == 0))
        {
            int at = (place.Piece * 2 * channels) + place.Column;
            T.Store(moments.Mean, a.Partials, at);
            T.Store(moments.Squares, a.Partials, at + channels);
        }
    }

    /// <summary>Merges the moments of all pieces and updates the statistics.</summary>
    private static void AllKernel<T>(AllArgs a)
        where T : unmanaged, ISimtLane<T>
    {
        var place = a.Walk.Start(T.Width);
        int channels = a.Walk.Columns, column = place.Column;
        var moments = new Moments<T> { Count = 0, Mean = T.Constant(0), Squares = T.Constant(0) };
        if (column < channels)
        {
            for (int p = place.Down; p < place.End; p += place.Step)
            {
                int at = (p * 2 * channels) + column;
                moments.Add(Math.Min(a.RowsAPiece, a.Rows - (p * a.RowsAPiece)), T.Load(a.Partials, at), T.Load(a.Partials, at + channels));
            }
        }

        moments.AddThreadsBelow(place, a.Walk.Shift);
        if ((column < channels) & (place.Down == 0))
        {
            T old = T.Constant(1 - a.Momentum), one = T.Constant(1);
            T.Store(moments.Mean, a.Statistics, column);
            T.Store(one / T.Sqrt((moments.Squares / T.Constant(a.Rows)) + T.Constant(a.Epsilon)), a.Statistics, channels + column);
            T.Store((T.Load(a.RunningMean, column) * old) + (moments.Mean * T.Constant(a.Momentum)), a.RunningMean, column);
            T.Store(
                (T.Load(a.RunningVariance, column) * old) + (moments.Squares * T.Constant(a.Momentum / (a.Rows - 1))),
                a.RunningVariance,
                column);
            if (column == 0)
            {
                a.Tracked[0] += 1;
            }
        }
    }

    internal struct PiecesArgs
    {
        internal ArrayView<float> X, Partials;
        internal ColumnWalk Walk;
    }

    internal struct AllArgs
    {
        internal ArrayView<float> Partials, Statistics, RunningMean, RunningVariance, Tracked;
        internal ColumnWalk Walk;
        internal int Rows, RowsAPiece;
        internal float Momentum, Epsilon;
    }
}
